import { curlOf, type Deed } from '../api/deed';
import { LateMenu } from '../app/LateMenu';
import { page } from '../app/page';
import { useI18n } from '../i18n/I18n';
import { CopyButton } from './Copy';
import type { Choice } from './CurlChoices';

interface Props {
  deed: Deed<unknown>;
  /** Whose it is, where several stand on a page. */
  about?: string;
}

/** Copies what a button beside it does as a command. */
export function CurlButton({ deed, about }: Props) {
  const { t } = useI18n();
  const label = t('curl.copy');
  return (
    <CopyButton
      look="quiet"
      text={curlOf(deed, location.origin)}
      label={label}
      {...(about === undefined ? {} : { name: `${label}: ${about}` })}
    />
  );
}

const fetchChoices = () => import('./CurlChoices');
const CurlChoices = page(fetchChoices);

/** The same for several buttons: one to choose of. */
export function CurlMenu({ deeds }: { deeds: readonly Choice[] }) {
  const { t } = useI18n();
  if (deeds.length === 0) {
    return null;
  }
  return (
    <LateMenu label={t('curl.copy')} className="button button-quiet" fetchIt={fetchChoices}>
      <CurlChoices deeds={deeds} />
    </LateMenu>
  );
}
