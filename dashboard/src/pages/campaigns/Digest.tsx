import { useEffect, useRef, useState } from 'react';
import type { Campaign } from '../../api/types/campaigns';
import { useI18n } from '../../i18n/I18n';
import { handled } from './status';

const EVERY_MS = 15_000;

/** Says how far it has come to those who do not see it, now and then instead of with every message. */
export function Digest({ campaign }: { campaign: Campaign }) {
  const { t, format } = useI18n();
  const { counters, status } = campaign;
  const words = t('campaign.digest', {
    done: format.number(handled(counters)),
    total: format.number(counters.total),
    count: counters.failed,
    state: t(`campaign.${status}`),
  });
  const latest = useRef(words);
  const [said, setSaid] = useState('');
  useEffect(() => {
    latest.current = words;
  }, [words]);
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="visually-hidden" role="status" data-digest>
      {said}
    </p>
  );
}
