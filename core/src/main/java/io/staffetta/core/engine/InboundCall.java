package io.staffetta.core.engine;

import java.util.Map;

/**
 * A call from outside, as it came over the wire. Nothing in it is to be trusted.
 *
 * @param method such as {@code POST}, in capitals
 * @param query the parameters of its address; of a repeated one, the first value
 * @param headers by their names in lower case; of a repeated one, the first value
 * @param body its raw bytes, over which signatures are reckoned; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a copy of every body would cost for nothing
public record InboundCall(String method, Map<String, String> query, Map<String, String> headers, byte[] body) {

    /** Copies what could change, except for the body. */
    public InboundCall {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** Names method and size only: everything else may hold secrets or what people wrote. */
    @Override
    public String toString() {
        return "InboundCall[" + method + ", " + body.length + " bytes]";
    }
}
