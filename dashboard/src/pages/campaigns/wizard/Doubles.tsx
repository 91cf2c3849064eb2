import { useMutation } from '@tanstack/react-query';
import { perform } from '../../../api/deed';
import { keepDoubles } from '../../../api/deeds';
import type { Import } from '../../../api/types/imports';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { CurlMenu } from '../../../ui/Curl';
import { ErrorNote, Note } from '../../../ui/Notes';
import { useDraft } from './draft';
import { useRefresh } from './useRefresh';

const WHICH = ['first', 'last'] as const;

type Keep = (typeof WHICH)[number] | 'merge';

/** The doubles of a file that may count instead: whether there are any, and which rows do, as far as its first ones tell. */
function standing({ importId, errors, groups }: Import): { any: boolean; kept: Keep | null } {
  const known = errors.filter(({ code, detail }) => code === 'duplicate' && detail === null);
  const own = known.filter(({ sameAs }) => sameAs?.importId === importId);
  const group = groups.some(({ code, detail }) => code === 'duplicate' && detail === null);
  const last = own.some(({ row, sameAs }) => sameAs !== null && sameAs.row > row);
  return {
    any: own.length > 0 || (group && known.length === 0),
    kept: own.length === 0 ? null : last ? 'last' : 'first',
  };
}

/** Which of the rows with the same number counts: the first, the last, or what all of them say. */
export function Doubles({ done }: { done: Import }) {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const refresh = useRefresh();
  const deed = (keep: Keep) => keepDoubles({ campaign: campaign.publicId, importId: done.importId }, keep);
  const choose = useMutation({ mutationFn: (keep: Keep) => perform(deed(keep)), onSettled: refresh });
  const { any, kept } = standing(done);
  if (!any) {
    return null;
  }
  return (
    <div data-offer="doubles">
      <Note>
        <div className="stack">
          <p>{t('offer.doubles')}</p>
          <div className="row">
            <div className="row" role="group" aria-label={t('offer.doubles')}>
              {WHICH.map((which) => (
                <button
                  key={which}
                  type="button"
                  className="chip"
                  aria-pressed={kept === which}
                  disabled={choose.isPending}
                  onClick={() => choose.mutate(which)}
                >
                  {t(`offer.doubles.${which}`)}
                </button>
              ))}
            </div>
            <Button busy={choose.isPending && choose.variables === 'merge'} onClick={() => choose.mutate('merge')}>
              {t('offer.doubles.merge')}
            </Button>
            <CurlMenu
              deeds={[...WHICH, 'merge' as const].map((which) => ({
                label: t(`offer.doubles.${which}`),
                deed: deed(which),
              }))}
            />
          </div>
          <p className="muted">{t('offer.doubles.merge.text')}</p>
          {choose.error && <ErrorNote error={choose.error} />}
        </div>
      </Note>
    </div>
  );
}
