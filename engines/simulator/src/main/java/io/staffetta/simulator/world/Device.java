package io.staffetta.simulator.world;

/**
 * A session linked to a phone.
 *
 * @param token the session's credentials
 * @param number the phone it is linked to
 */
record Device(String token, String sessionKey, long number) {}
