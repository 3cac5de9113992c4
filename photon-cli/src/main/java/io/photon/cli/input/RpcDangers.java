// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.codec.JsonFields;
import io.photon.question.Questions;
import java.util.Set;

/** Which calls of a Muon service may destroy data: all but those that are known to read, to append or to pause. Pure. */
public final class RpcDangers {

    private static final Set<String> HARMLESS =
            Set.of("/events", "/stream-names", "/projection-keys", "/rest-url", "/projection/pause");

    /** Shows a projection; with an action it does whatever that says, deleting included. */
    private static final String PROJECTION = "/projection";

    private RpcDangers() {}

    /**
     * Of a Photon.
     *
     * @param path with its leading slash
     * @param body what is sent, empty for nothing
     */
    public static boolean mayDestroy(String path, byte[] body) {
        if (path.equals(PROJECTION)) {
            return JsonFields.find(body, 0, body.length, "action") != null;
        }
        return !HARMLESS.contains(path)
                && Questions.ALL.stream().noneMatch(question -> path.equals(question.muon()) && !question.changes());
    }
}
