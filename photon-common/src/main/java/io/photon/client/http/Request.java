// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param target path and query, encoded
 * @param headers beyond those every request has
 * @param body the whole body, or null
 * @param stream the body to be streamed, or null
 * @param repeatable whether asking twice does what asking once does
 * @param live whether standing still is normal
 * @param stores whether it may be done although no answer came
 */
record Request(
        String method,
        String target,
        Map<String, String> headers,
        byte @Nullable [] body,
        @Nullable InputStream stream,
        boolean repeatable,
        boolean live,
        boolean stores) {

    static Request get(String target, boolean live) {
        return new Request("GET", target, new LinkedHashMap<>(), null, null, true, live, false);
    }

    static Request delete(String target) {
        return new Request("DELETE", target, new LinkedHashMap<>(), null, null, false, false, true);
    }

    static Request post(String target, byte[] body, boolean repeatable) {
        return new Request("POST", target, new LinkedHashMap<>(), body, null, repeatable, false, true);
    }

    static Request post(String target, InputStream stream) {
        return new Request("POST", target, new LinkedHashMap<>(), null, stream, false, false, true);
    }

    Request with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** The target without its query, for messages. */
    String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }
}
