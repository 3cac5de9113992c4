// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.codec.JsonText;
import io.photon.muon.wire.SchemaRequest;
import java.nio.charset.StandardCharsets;

/** The second question of introspection: which schemas an endpoint has. We have none (docs/muon-protocol 9.3). */
final class SchemaQuestion {

    private SchemaQuestion() {}

    static byte[] answer(byte[] payload) {
        SchemaRequest request = SchemaRequest.decode(payload);
        return ("{\"protocol\":" + JsonText.quoted(request.protocol()) + ",\"resource\":"
                        + JsonText.quoted(request.endpoint()) + ",\"schemas\":{}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
