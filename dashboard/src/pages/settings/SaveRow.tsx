import type { Deed } from '../../api/deed';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { CurlButton } from '../../ui/Curl';
import { ErrorNote } from '../../ui/Notes';

interface Props {
  save: { isPending: boolean; isSuccess: boolean; error: unknown };
  deed: Deed<unknown>;
  changed: boolean;
}

/** The end of a form that is saved by itself: its button, and how it stands. */
export function SaveRow({ save, deed, changed }: Props) {
  const { t } = useI18n();
  return (
    <>
      {save.error !== null && <ErrorNote error={save.error} />}
      <div className="row">
        <Button type="submit" busy={save.isPending} disabled={!changed}>
          {t('save')}
        </Button>
        {changed && <CurlButton deed={deed} />}
        <span role="status" className="muted">
          {changed ? t('unsaved.mark') : save.isSuccess && t('saved')}
        </span>
      </div>
    </>
  );
}
