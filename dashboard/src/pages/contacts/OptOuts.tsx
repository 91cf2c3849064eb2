import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SyntheticEvent } from 'react';
import { perform } from '../../api/deed';
import { addOptOut, importOptOuts } from '../../api/deeds';
import { optOutsQuery } from '../../api/people';
import type { OptOut, OptOutReport } from '../../api/types/contacts';
import { useI18n } from '../../i18n/I18n';
import { usePolling } from '../../live/Live';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CurlButton } from '../../ui/Curl';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Empty, ErrorNote, Skeleton } from '../../ui/Notes';
import { LiftOptOut } from './OptOutDeeds';

/** Who wants no messages: one more, a file of them, and the list. */
export function OptOuts() {
  return (
    <div className="stack">
      <div className="contact-columns">
        <AddOne />
        <AddFile />
      </div>
      <List />
    </div>
  );
}

function AddOne() {
  const { t } = useI18n();
  const queries = useQueryClient();
  const [phone, setPhone] = useState('');
  const deed = addOptOut(phone);
  const act = useMutation({
    mutationFn: () => perform(deed),
    onSuccess: () => {
      setPhone('');
      void queries.invalidateQueries({ queryKey: ['contacts'] });
    },
  });
  return (
    <Card title={t('optout.add.title')}>
      <form
        className="stack"
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          act.mutate();
        }}
      >
        <TextField
          label={t('message.number')}
          hint={t('optout.add.hint')}
          type="tel"
          autoComplete="off"
          required
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
        {act.error && <ErrorNote error={act.error} />}
        <div className="row">
          <Button type="submit" busy={act.isPending}>
            {t('optout.add.submit')}
          </Button>
          <CurlButton deed={deed} />
          <span role="status" className="muted">
            {act.data && t('optout.added', { number: act.data.international })}
          </span>
        </div>
      </form>
    </Card>
  );
}

function AddFile() {
  const { t } = useI18n();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const act = useMutation({
    mutationFn: (file: File) => perform(importOptOuts(file)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['contacts'] }),
  });
  return (
    <Card title={t('optout.file.title')}>
      <p className="muted">{t('optout.file.hint')}</p>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('new.file')}
        accept=".csv,.txt"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) {
            act.mutate(file);
          }
          event.target.value = '';
        }}
      />
      <div className="row">
        <Button busy={act.isPending} onClick={() => input.current?.click()}>
          {t('new.file')}
        </Button>
        {act.variables && <CurlButton deed={importOptOuts(act.variables)} />}
      </div>
      {act.error && <ErrorNote error={act.error} />}
      {act.data && <Result report={act.data} />}
    </Card>
  );
}

function Result({ report }: { report: OptOutReport }) {
  const { t, format } = useI18n();
  return (
    <div role="status" className="stack">
      <p>
        {t('optout.file.done', { added: format.number(report.added), read: format.number(report.read) })}
        {report.rejectedRows > 0 && ` · ${t('optout.file.rejected', { count: report.rejectedRows })}`}
      </p>
      {report.rejected.length > 0 && (
        <p className="muted">
          {report.rejected
            .slice(0, 10)
            .map(({ row }) => t('new.row', { row: format.number(row) }))
            .join(', ')}
        </p>
      )}
    </div>
  );
}

function List() {
  const { t, has, format } = useI18n();
  const [lifting, setLifting] = useState<string | null>(null);
  const optOuts = useInfiniteQuery({ ...optOutsQuery, refetchInterval: usePolling() });
  if (optOuts.isPending) {
    return <Skeleton count={1} />;
  }
  if (!optOuts.data) {
    return <ErrorNote error={optOuts.error} onRetry={() => void optOuts.refetch()} />;
  }
  const rows = optOuts.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return <Empty title={t('optout.empty.title')} text={t('optout.empty.text')} />;
  }
  const words = ({ source }: OptOut) => {
    const key = `optout.source.${source}`;
    return has(key) ? t(key) : source;
  };
  return (
    <>
      <table className="queue people">
        <thead>
          <tr>
            <th scope="col">{t('message.number')}</th>
            <th scope="col">{t('optout.why')}</th>
            <th scope="col">{t('optout.since')}</th>
            <th scope="col">{t('message.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.id}>
              <td className="mono name-cell">
                {each.international ?? <span className="muted">{t('optout.erased')}</span>}
              </td>
              <td className="phone-cell text">
                <bdi>{words(each)}</bdi>
                {each.word && (
                  <>
                    {': '}
                    <bdi>«{each.word}»</bdi>
                  </>
                )}
              </td>
              <td className="time-cell">{format.time(each.at)}</td>
              <td className="action-cell">
                {each.phone && (
                  <Button
                    aria-label={t('optout.lift.of', { number: each.international ?? each.phone })}
                    onClick={() => setLifting(each.phone)}
                  >
                    {t('optout.lift.open')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {optOuts.hasNextPage && (
        <div className="row">
          <Button busy={optOuts.isFetchingNextPage} onClick={() => void optOuts.fetchNextPage()}>
            {t('queue.more')}
          </Button>
        </div>
      )}
      <Dialog
        title={t('optout.lift.title', { number: lifting ?? '' })}
        open={lifting !== null}
        onClose={() => setLifting(null)}
      >
        {lifting !== null && <LiftOptOut phone={lifting} onDone={() => setLifting(null)} />}
      </Dialog>
    </>
  );
}
