import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useI18n } from '../../../i18n/I18n';
import { Card } from '../../../ui/Card';
import { ErrorNote, Note } from '../../../ui/Notes';
import { importsQuery, useDraft } from './draft';
import { DropZone } from './DropZone';
import { FileReview } from './FileReview';
import { ImportCard } from './ImportCard';
import { RecentNote } from './RecentNote';
import { useUpload } from './upload';

const REFUSED_LIST = /^errors-(\d+)\b.*\.csv$/;

/** Who gets it: files in, and what of them could not be used. */
export function WhoStep({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const imports = useQuery(importsQuery(campaign.publicId));
  const upload = useUpload(campaign.publicId);
  const [mended, setMended] = useState<number | null>(null);
  const take = (chosen: File) => {
    const number = Number(REFUSED_LIST.exec(chosen.name)?.[1]);
    const refused = imports.data?.find(({ importId, rejected }) => importId === number && rejected > 0);
    if (!refused) {
      onFile(chosen);
      return;
    }
    // Our own list of refused rows is read as it was written.
    upload.mutate(
      { file: chosen, reading: { phoneColumn: refused.phoneColumn, header: true }, mends: number },
      { onSuccess: ({ accepted }) => setMended(accepted) },
    );
  };
  return (
    <>
      <Card title={t('wizard.who.title')}>
        {file ? (
          <FileReview key={`${file.name} ${file.lastModified}`} file={file} onDone={() => onFile(null)} />
        ) : (
          <DropZone busy={upload.isPending} onFile={take} />
        )}
        {upload.error && <ErrorNote error={upload.error} />}
        {mended !== null && !upload.isPending && (
          <div role="status">
            <Note>{t('wizard.mended', { count: mended })}</Note>
          </div>
        )}
      </Card>
      {imports.error && <ErrorNote error={imports.error} onRetry={() => void imports.refetch()} />}
      {imports.data?.map((one) => (
        <ImportCard key={one.importId} done={one} onMended={take} />
      ))}
      <RecentNote />
    </>
  );
}
