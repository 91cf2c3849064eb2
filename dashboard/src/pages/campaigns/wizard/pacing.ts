import { useQuery } from '@tanstack/react-query';
import { enginesQuery, sessionsQuery } from '../../../api/queries';

/** Tells whether a number must write no faster than a person would; so it is taken to be while that is not known. */
export function useNeedsPacing(): (sessionId: string | null) => boolean {
  const sessions = useQuery(sessionsQuery);
  const engines = useQuery(enginesQuery);
  return (sessionId) => {
    const session = sessions.data?.find(({ id }) => id === sessionId);
    const engine = engines.data?.find(({ name }) => name === session?.engine);
    return engine?.capabilities.needsPacing ?? true;
  };
}
