import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import { Link } from 'wouter';
import { ApiError, call } from '../../../api/client';
import type { Campaign, Import } from '../../../api/types';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { Card } from '../../../ui/Card';
import { TextField } from '../../../ui/Field';
import { ErrorNote } from '../../../ui/Notes';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Who gets it: files in, and what of them could not be used. */
export function PeopleStep({ draft }: { draft: Campaign }) {
  const { t, format } = useI18n();
  const queries = useQueryClient();
  const [column, setColumn] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const load = useMutation({
    mutationFn: (file: File) => {
      const query = new URLSearchParams({ fileName: file.name });
      if (column !== '') {
        query.set('phoneColumn', column);
      }
      const type = file.name.toLowerCase().endsWith('.xlsx') ? XLSX : 'text/csv';
      return call<Import>('POST', `/api/v1/campaigns/${draft.publicId}/recipients?${query}`, file, { type });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) {
      load.mutate(file);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  const columnUnknown =
    load.error instanceof ApiError && ['no_phone_column', 'phone_column_not_found'].includes(load.error.code);
  return (
    <Card className="wizard-card">
      <div className="drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <p>{t('new.drop')}</p>
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
        <Button busy={load.isPending} onClick={() => input.current?.click()}>
          {t('new.file')}
        </Button>
      </div>
      {load.error && <ErrorNote error={load.error} />}
      {columnUnknown && (
        <TextField
          label={t('new.column')}
          hint={t('new.column.hint')}
          value={column}
          onChange={(event) => setColumn(event.target.value)}
        />
      )}
      {load.data && <Result done={load.data} />}
      <p>
        <b>{t('new.people', { count: draft.recipients })}</b>
        {draft.recipients > 0 && ` · ${t('new.people.more', { total: format.number(draft.recipients) })}`}
      </p>
      <div className="row">
        {draft.recipients > 0 && (
          <Link href={`/campaigns/new/check?c=${draft.publicId}`} className="button button-primary">
            {t('new.next.check')}
          </Link>
        )}
      </div>
    </Card>
  );
}

/** What became of a file: how it was read, and the rows that were not. */
function Result({ done }: { done: Import }) {
  const { t, has, format } = useI18n();
  return (
    <div className="stack" role="status">
      <p className="row">
        {[done.charset, done.delimiter === '\t' ? 'tab' : done.delimiter, done.phoneColumn].map(
          (fact) =>
            fact && (
              <span key={fact} className="badge">
                {fact}
              </span>
            ),
        )}
      </p>
      <p>{t('new.result', { accepted: format.number(done.accepted), rejected: format.number(done.rejected) })}</p>
      {done.errors.length > 0 && (
        <>
          <ul className="reasons">
            {done.errors.map(({ row, code, message }) => {
              const key = `row.${code}`;
              return (
                <li key={`${row} ${code}`}>
                  <span className="text">{has(key) ? t(key) : message}</span>
                  <span className="muted">{t('new.row', { row: format.number(row) })}</span>
                </li>
              );
            })}
          </ul>
          {done.rejectedCsv && (
            <div className="row">
              <a className="button" href={done.rejectedCsv} download>
                {t('new.rejected', { count: done.rejected })}
              </a>
              <span className="muted">{t('new.rejected.hint')}</span>
            </div>
          )}
        </>
      )}
    </div>
  );
}
