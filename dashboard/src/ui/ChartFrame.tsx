import { useId, useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/I18n';
import { Button } from './Button';
import { Card } from './Card';
import './ChartFrame.css';

interface Props {
  title: string;
  /** What the picture shows, in a sentence. */
  summary: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  aside?: ReactNode;
  /** What stands below, in words. */
  after?: ReactNode;
  /** The picture; hidden from those who read the summary and the table. */
  children: ReactNode;
}

/** A picture of figures with what it says in words, and the figures themselves as a table. */
export function ChartFrame({ title, summary, columns, rows, aside, after, children }: Props) {
  const { t } = useI18n();
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <Card
      className="chart-card"
      title={title}
      aside={
        <div className="row">
          {aside}
          <Button
            look="quiet"
            aria-pressed={asTable}
            aria-controls={id}
            aria-label={`${t('chart.table')}: ${title}`}
            onClick={() => setAsTable(!asTable)}
          >
            {t('chart.table')}
          </Button>
        </div>
      }
    >
      <p className="muted chart-summary">{summary}</p>
      <div id={id} className="chart-body">
        {asTable ? (
          <div className="chart-table" tabIndex={0} role="region" aria-label={title}>
            <table>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <tr key={`${row[0] ?? ''} ${index}`}>
                    {row.map((cell, place) => (
                      <td key={columns[place] ?? place}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : (
          <div aria-hidden="true" className="chart-body">
            {children}
          </div>
        )}
      </div>
      {after}
    </Card>
  );
}
