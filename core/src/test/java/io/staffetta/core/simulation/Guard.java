package io.staffetta.core.simulation;

/**
 * What keeps the promises, one by one. Each can be taken away in the simulation, never in the product, and then some
 * seed must fail: otherwise nothing would show that it is needed.
 */
enum Guard {
    /** The mark of sending looks for an opt-out. */
    MARK_LOOKS_FOR_OPT_OUT,
    /** The mark compares the owner's epoch with the claim's. */
    MARK_COMPARES_OWNER,
    /** The mark compares the lane's epoch with the claim's. */
    MARK_COMPARES_LANE,
    /** The mark looks whether the lane is open. */
    MARK_LOOKS_AT_LANE_STATUS,
    /** The mark looks at the time to live. */
    MARK_LOOKS_AT_EXPIRY,
    /** The mark looks for an answer of the person. */
    MARK_LOOKS_FOR_REPLY,
    /** The mark looks whether the number may open new chats. */
    MARK_LOOKS_AT_RESTRICTION,
    /** The mark looks whether the limits leave room. */
    MARK_LOOKS_AT_LIMITS,
    /** The mark looks at the hours. */
    MARK_LOOKS_AT_HOURS,
    /** The mark reads its facts in its own transaction, not at the claim. */
    MARK_READS_UNDER_LOCK,
    /** The mark touches only a row that this very claim holds. */
    MARK_NEEDS_ITS_CLAIM,
    /** The mark is committed before the engine is called. */
    MARK_COMES_BEFORE_CALL,
    /** The mark and its line in the send log are one transaction. */
    LOG_COMES_WITH_MARK,
    /** A claim is made only by the session's owner. */
    CLAIM_NEEDS_OWNER,
    /** A claim takes only what is due. */
    CLAIM_NEEDS_DUE,
    /** A node whose lease ends writes no bytes. */
    LEASE_BEFORE_BYTES,
    /** What was being sent when its owner was lost is in doubt. */
    CRASH_MAKES_DOUBT,
    /** What was claimed when its owner was lost goes back. */
    CRASH_RELEASES_CLAIMS,
    /** An unknown outcome is a doubt, not a failure to send. */
    UNKNOWN_MAKES_DOUBT,
    /** What is in doubt goes back only on proof that it never left. */
    DOUBT_NEEDS_PROOF,
    /** What stays in doubt ends some time. */
    DOUBT_ENDS,
    /** What may have left keeps its slot in the number's window. */
    DOUBT_KEEPS_ITS_SLOT,
    /** Receipts only lift. */
    RECEIPTS_ONLY_LIFT,
    /** Receipts with an id that nobody knows yet are kept. */
    EARLY_RECEIPTS_ARE_KEPT,
    /** What is given up ends unconfirmed if an earlier attempt may have left. */
    ENDS_ARE_TRUTHFUL,
    /** An answer counts only for the attempt that it belongs to. */
    ANSWER_NEEDS_ITS_ATTEMPT,
    /** An answer counts only while it is waited for. */
    ANSWER_IS_WAITED_FOR,
    /** Attempts are counted and end. */
    ATTEMPTS_ARE_COUNTED,
    /** A process that begins reads a number's window from the log. */
    WINDOW_COMES_FROM_LOG,
    /** A process reads a number's window again after another one has written into it. */
    WINDOW_KNOWS_OF_OTHERS,
    /** The window belongs to the number, not to the session. */
    WINDOW_IS_THE_NUMBERS,
    /** Of several sessions with one number, the strictest limit counts. */
    STRICTEST_LIMIT_COUNTS,
    /** Sends that lie in the future after a clock was set back still count. */
    WINDOW_COUNTS_THE_FUTURE,
    /** A campaign is completed only when everybody has ended. */
    COMPLETION_NEEDS_ALL_ENDS,
    /** Counters move in the transaction of the state. */
    COUNTERS_MOVE_WITH_STATES,
    /** A follow-up is planned in the transaction in which the message before it is known to have left. */
    FOLLOW_UPS_COME_WITH_STATES,
    /** A follow-up is planned once for each person. */
    FOLLOW_UPS_ARE_PLANNED_ONCE,
    /** A session at rest is moved by its user only. */
    REST_ENDS_BY_COMMAND
}
