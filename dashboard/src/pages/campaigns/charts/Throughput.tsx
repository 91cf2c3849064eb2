import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import uPlot from 'uplot';
import { courseQuery } from '../../../api/queries';
import type { Campaign, Course } from '../../../api/types/campaigns';
import { useI18n } from '../../../i18n/I18n';
import { ChartFrame } from '../../../ui/ChartFrame';
import { ErrorNote, Skeleton } from '../../../ui/Notes';
import { axes } from './axes';
import { MARKS_PX, marksOver } from './marks';
import { Plot, type Tokens } from './Plot';
import { binsOf } from './series';

const SPANS = { hour: 'PT1H', day: 'PT24H', all: null } as const;

type Span = keyof typeof SPANS;

const REFRESH_MS = 5_000;

/** Whether it flows: how many left each minute, how many failed, and what stopped or turned it. */
export function Throughput({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const [span, setSpan] = useState<Span>('all');
  const live = campaign.status === 'running' || campaign.counters.pending > 0;
  const course = useQuery({
    ...courseQuery(campaign.publicId, SPANS[span]),
    refetchInterval: live ? REFRESH_MS : false,
  });
  const { refetch } = course;
  useEffect(() => {
    // What changed the state belongs to the course.
    void refetch();
  }, [refetch, campaign.status]);
  if (course.error) {
    return <ErrorNote error={course.error} onRetry={() => void course.refetch()} />;
  }
  const choice = (
    <div className="row" role="group" aria-label={t('flow.span')}>
      {(Object.keys(SPANS) as Span[]).map((name) => (
        <button key={name} type="button" className="chip" aria-pressed={span === name} onClick={() => setSpan(name)}>
          {t(`flow.span.${name}`)}
        </button>
      ))}
    </div>
  );
  // Over the whole course the words say what the campaign's figures say; points lag behind them by a moment.
  const known = span === 'all' ? campaign.counters : null;
  return course.data ? <Drawn course={course.data} known={known} choice={choice} /> : <Skeleton count={1} />;
}

interface Known {
  sent: number;
  failed: number;
}

function Drawn({ course, known, choice }: { course: Course; known: Known | null; choice: ReactNode }) {
  const { t, has, format } = useI18n();
  const { width, bins } = useMemo(() => binsOf(course), [course]);
  const perMinute = 60 / width;
  const marks = useMemo(
    () =>
      course.turns
        .filter(({ phase }, index) => phase !== 'running' || index > 0)
        .map(({ at, phase, sessionId }) => {
          const key = `turn.${phase}`;
          return { at: Date.parse(at) / 1000, phase, text: has(key) ? t(key, { number: sessionId ?? '–' }) : phase };
        }),
    [course, t, has],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [
      bins.map(({ at }) => at),
      bins.map(({ sent }) => sent * perMinute),
      bins.map(({ failed }) => failed * perMinute),
    ],
    [bins, perMinute],
  );
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const options = useCallback(
    (token: Tokens) => ({
      ...axes(token, format, marks.length > 0 ? MARKS_PX : null),
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (_: uPlot, __: number, most: number): [number, number] => [0, Math.max(2, most * 1.05)] } },
      series: [
        {},
        {
          stroke: token('--bar-sent'),
          fill: token('--chart-fill'),
          width: 2,
          points: { show: false },
          ...(stepped ? { paths: stepped } : {}),
        },
        { stroke: token('--bar-failed'), width: 2, points: { show: false }, ...(stepped ? { paths: stepped } : {}) },
      ],
      hooks: { draw: [marksOver(() => marks, token)] },
    }),
    [format, marks, stepped],
  );
  const sent = known?.sent ?? bins.reduce((sum, bin) => sum + bin.sent, 0);
  const failed = known?.failed ?? bins.reduce((sum, bin) => sum + bin.failed, 0);
  const busy = bins.filter((bin) => bin.sent > 0);
  const mean = busy.length === 0 ? 0 : (sent / busy.length) * perMinute;
  return (
    <ChartFrame
      title={t('flow.title')}
      summary={t('flow.summary', { count: sent, mean: format.number(Math.round(mean)), failed: format.number(failed) })}
      aside={choice}
      columns={[t('sent.from'), t('count.sent'), t('count.failed')]}
      rows={bins
        .filter((bin) => bin.sent + bin.failed > 0)
        .map((bin) => [format.time(bin.at * 1000), format.number(bin.sent), format.number(bin.failed)])}
      after={
        // Its place is there before the first mark is: rows further down are under somebody's pointer.
        <div className="chart-after">
          {marks.length > 0 && (
            <ul className="chart-marks" aria-label={t('flow.marks')}>
              {marks.map(({ at, phase, text }) => (
                <li key={`${at} ${phase}`} data-mark={phase}>
                  <span className="muted">{format.clock(at * 1000)}</span> {text}
                </li>
              ))}
            </ul>
          )}
        </div>
      }
    >
      <Plot key={marks.length} options={options} data={data} format={format} />
    </ChartFrame>
  );
}
