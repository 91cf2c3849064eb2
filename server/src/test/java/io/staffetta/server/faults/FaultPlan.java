package io.staffetta.server.faults;

/**
 * How hard a run is.
 *
 * @param sessions numbers that send, one campaign each
 * @param people recipients of each campaign
 * @param kills at random, every third with the database, besides those at the named points
 * @param changes of number, at random between the kills
 * @param timeFactor how much faster than real time the numbers live
 * @param hourlyLimit of each number
 */
record FaultPlan(int sessions, int people, int kills, int changes, int timeFactor, int hourlyLimit, long seed) {

    /** Five random kills over 2,000 messages on 20 numbers, each of which fills its hourly limit once. */
    static FaultPlan brief(long seed) {
        return new FaultPlan(20, 100, 5, 15, 60, 60, seed);
    }

    /** At least 50 kills and 100 changes. */
    static FaultPlan full(long seed) {
        return new FaultPlan(24, 600, 50, 110, 60, 60, seed);
    }
}
