import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type uPlot from 'uplot';
import { courseQuery } from '../../../api/queries';
import type { Campaign, Course } from '../../../api/types/campaigns';
import { useI18n } from '../../../i18n/I18n';
import { ChartFrame } from '../../../ui/ChartFrame';
import { finishRange } from '../finish';
import { axes } from './axes';
import { Plot, type Tokens } from './Plot';
import { binsOf, forecastOf, opening, remainders, shiftOf } from './series';

/** When it will be done: what was left so far, and what will be left by the estimate. */
export function BurnDown({ campaign }: { campaign: Campaign }) {
  const course = useQuery(courseQuery(campaign.publicId, null));
  return course.data ? <Drawn campaign={campaign} course={course.data} /> : null;
}

function Drawn({ campaign, course }: { campaign: Campaign; course: Course }) {
  const { t, format } = useI18n();
  const { counters } = campaign;
  const { bins } = useMemo(() => binsOf(course), [course]);
  const left = useMemo(() => remainders(bins, counters.pending), [bins, counters.pending]);
  const forecast = useMemo(() => forecastOf(campaign, course), [campaign, course]);
  const data = useMemo<uPlot.AlignedData>(() => {
    const now = Date.parse(course.to) / 1000;
    const past = [...bins.filter(({ at }) => at < now).map(({ at }) => at), now];
    const known = [...left.slice(0, past.length - 1), counters.pending];
    const none = past.map(() => null);
    const ahead = forecast?.at.slice(1) ?? [];
    const lines = [forecast?.likely, forecast?.early, forecast?.late].map((line) => [
      ...none.slice(1),
      forecast ? counters.pending : null,
      ...(line?.slice(1) ?? []),
    ]);
    return [[...past, ...ahead], [...known, ...ahead.map(() => null)], ...lines] as uPlot.AlignedData;
  }, [bins, course, counters.pending, forecast, left]);
  const options = useCallback(
    (token: Tokens) => ({
      ...axes(token, format),
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (_: uPlot, __: number, most: number): [number, number] => [0, Math.max(2, most * 1.05)] } },
      series: [
        {},
        { stroke: token('--bar-sent'), width: 2, points: { show: false } },
        { stroke: token('--bar-sent'), width: 2, dash: [6, 4], points: { show: false } },
        { stroke: 'transparent', points: { show: false } },
        { stroke: 'transparent', points: { show: false } },
      ],
      bands: [{ series: [4, 3] as [number, number], fill: token('--chart-fill') }],
      hooks: { drawClear: [shadeClosed(opening(campaign, shiftOf(course)), token)] },
    }),
    [format, campaign, course],
  );
  const words = useWords(campaign);
  return (
    <ChartFrame
      title={t('left.title')}
      summary={words}
      columns={[t('sent.from'), t('left.column')]}
      rows={bins.map(({ at }, index) => [format.time(at * 1000), format.number(left[index] ?? 0)])}
    >
      <Plot options={options} data={data} format={format} />
    </ChartFrame>
  );
}

/** What is left and when that will be done; a range whose ends are the same minute is none. */
function useWords(campaign: Campaign): string {
  const { t, format } = useI18n();
  const { counters, estimatedCompletion } = campaign;
  const known = { count: counters.pending, total: format.number(counters.total) };
  const range = finishRange(campaign, format);
  const time = estimatedCompletion ? format.time(estimatedCompletion) : '';
  if (range) {
    return t('left.summary.range', { ...known, time, ...range });
  }
  return time === '' ? t('left.summary', known) : `${t('left.summary', known)} ${t('campaign.finish', { time })}`;
}

const MOST_STRIPES = 600;

/** Shades the time in which the campaign may not send. */
function shadeClosed(isOpen: (second: number) => boolean, token: Tokens): (plot: uPlot) => void {
  return (plot) => {
    const { ctx, bbox, scales } = plot;
    const { min, max } = scales['x'] ?? {};
    if (min == null || max == null) {
      return;
    }
    const step = Math.max(300, (max - min) / MOST_STRIPES);
    ctx.save();
    ctx.fillStyle = token('--sunken');
    for (let at = min; at < max; at += step) {
      if (!isOpen(at)) {
        const x = plot.valToPos(at, 'x', true);
        ctx.fillRect(x, bbox.top, plot.valToPos(Math.min(max, at + step), 'x', true) - x + 1, bbox.height);
      }
    }
    ctx.restore();
  };
}
