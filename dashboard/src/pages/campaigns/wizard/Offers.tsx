import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import { perform, type Deed } from '../../../api/deed';
import { judgeInferred, mendGroup } from '../../../api/deeds';
import type { Import } from '../../../api/types/imports';
import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { CurlMenu } from '../../../ui/Curl';
import { ErrorNote, Note } from '../../../ui/Notes';
import { Doubles } from './Doubles';
import { useDraft } from './draft';
import { stepPath } from './steps';
import { useCountryName } from './useCountryName';
import { useRefresh } from './useRefresh';

const REPAIRS = ['ninth_digit', 'without_one'] as const;

/** What can be done about whole groups of rows, each with one gesture and never unasked. */
export function Offers({ done }: { done: Import }) {
  const { t } = useI18n();
  const { campaign } = useDraft();
  const nameOf = useCountryName();
  const at = { campaign: campaign.publicId, importId: done.importId };
  const inferred = done.remarks.filter(({ remark }) => remark === 'country_inferred');
  const leftOut = done.groups.filter(({ code }) => code === 'country_inferred');
  const missing = done.groups.filter(({ code }) => code === 'missing_variable');
  return (
    <>
      <Doubles done={done} />
      {inferred.map(({ country, count }) => (
        <Offer
          key={`inferred ${country}`}
          id={`inferred-${country ?? ''}`}
          text={t('offer.inferred', { count, country: nameOf(country ?? ''), home: nameOf(done.country) })}
          choices={[
            {
              label: t('offer.accept', { count, country: nameOf(country ?? '') }),
              deed: judgeInferred(at, country ?? '', 'accept'),
            },
            { label: t('offer.leaveOut', { count }), deed: judgeInferred(at, country ?? '', 'leaveOut') },
          ]}
        />
      ))}
      {REPAIRS.map((repair) => {
        const group = done.groups.filter((each) => each.repair === repair);
        const count = group.reduce((all, each) => all + each.count, 0);
        const sample = done.errors.find(({ proposal }) => proposal?.repair === repair);
        return (
          count > 0 && (
            <Offer
              key={repair}
              id={repair}
              text={t(`offer.${repair}`, { count })}
              sample={sample?.proposal ? { from: sample.phone, to: sample.proposal.phone } : undefined}
              choices={[{ label: t('offer.repair', { count }), deed: mendGroup(at, { repair }) }]}
            />
          )
        );
      })}
      {leftOut.map(({ detail, count }) => (
        <Offer
          key={`left out ${detail}`}
          id={`leftOut-${detail ?? ''}`}
          text={t('row.country_inferred.as', { country: nameOf(detail ?? '') })}
          choices={[
            {
              label: t('offer.takeBack', { count, country: nameOf(detail ?? '') }),
              deed: judgeInferred(at, detail ?? '', 'accept'),
            },
          ]}
        />
      ))}
      {missing.map(({ detail, count }) => (
        <Offer
          key={`missing ${detail}`}
          id={`missing-${detail ?? ''}`}
          text={t('offer.missing', {
            count,
            variable: `{{${detail ?? ''}}}`,
            fallback: `{{${detail ?? ''}|…}}`,
          })}
          choices={[
            {
              label: t('offer.missing.again', { count }),
              deed: mendGroup(at, { code: 'missing_variable', ...(detail === null ? {} : { detail }) }),
            },
          ]}
          link={stepPath('what', campaign.publicId)}
        />
      ))}
    </>
  );
}

interface Props {
  id: string;
  text: string;
  sample?: { from: string; to: string } | undefined;
  choices: readonly { label: string; deed: Deed<Import> }[];
  /** Where the text of the campaign is. */
  link?: string;
}

function Offer({ id, text, sample, choices, link }: Props) {
  const { t } = useI18n();
  const refresh = useRefresh();
  const take = useMutation({ mutationFn: (deed: Deed<Import>) => perform(deed), onSettled: refresh });
  return (
    <div data-offer={id}>
      <Note tone="warn">
        <div className="stack">
          <p>
            {text}
            {sample && (
              <>
                {' '}
                <bdi className="mono">{sample.from}</bdi> → <bdi className="mono">{sample.to}</bdi>
              </>
            )}
          </p>
          <div className="row">
            {choices.map(({ label, deed }) => (
              <Button key={label} busy={take.isPending && take.variables === deed} onClick={() => take.mutate(deed)}>
                {label}
              </Button>
            ))}
            {link && (
              <Link href={link} className="button">
                {t('offer.missing.text')}
              </Link>
            )}
            <CurlMenu deeds={choices} />
          </div>
          {take.error && <ErrorNote error={take.error} />}
        </div>
      </Note>
    </div>
  );
}
