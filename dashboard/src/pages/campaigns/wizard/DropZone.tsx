import { useRef, useState, type DragEvent } from 'react';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { TextArea } from '../../../ui/Field';

/** Takes people as a file that is dropped or chosen, or as lines that are pasted. */
export function DropZone({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) {
      onFile(file);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>
        <b>{t('new.drop')}</b>
      </p>
      <p className="muted">{t('new.drop.hint')}</p>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('new.file')}
        accept=".csv,.txt,.tsv,.xlsx"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      <div className="row">
        <Button busy={busy} onClick={() => input.current?.click()}>
          {t('new.file')}
        </Button>
        <Button look="quiet" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          {t('wizard.paste')}
        </Button>
        <Button look="quiet" onClick={() => download(t('wizard.sample.file'), t('wizard.sample'))}>
          {t('wizard.sample.get')}
        </Button>
      </div>
      {pasting && <Paste busy={busy} onFile={onFile} />}
    </div>
  );
}

function Paste({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  return (
    <div className="stack paste">
      <TextArea
        label={t('wizard.paste.label')}
        hint={t('wizard.paste.hint')}
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row">
        <Button
          busy={busy}
          disabled={text.trim() === ''}
          onClick={() => onFile(new File([text], t('wizard.paste.file'), { type: 'text/csv' }))}
        >
          {t('wizard.paste.take')}
        </Button>
      </div>
    </div>
  );
}

/** A byte order mark lets spreadsheets read the accents. */
function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([`\u{FEFF}${text}`], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
