import type { Campaign } from '../../../api/types/campaigns';
import './charts.css';
import { BurnDown } from './BurnDown';
import { Throughput } from './Throughput';

/** The two pictures of a campaign's course. */
export default function Charts({ campaign }: { campaign: Campaign }) {
  return (
    <div className="chart-columns">
      <Throughput campaign={campaign} />
      <BurnDown campaign={campaign} />
    </div>
  );
}
