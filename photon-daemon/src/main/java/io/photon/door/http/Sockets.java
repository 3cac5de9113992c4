// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.door.http.socket.SocketEndpoint;
import io.photon.door.http.socket.SocketSessions;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Parameters;
import io.photon.question.EventQuestions;
import java.util.List;

/** Where the WebSockets are. */
final class Sockets {

    private Sockets() {}

    static void add(Router router, SocketSessions sessions, HttpSettings settings, OpenRequests openRequests) {
        Parameters oneProjection = new Parameters(List.of(SocketSessions.PROJECTION_NAME), List.of());
        add(
                router,
                "/ws/replay/:stream",
                Parameters.of(EventQuestions.REPLAY),
                sessions::replay,
                settings,
                openRequests);
        add(router, "/ws/ws-stats", Parameters.NONE, sessions::stats, settings, openRequests);
        add(router, "/ws/ws-streams", Parameters.NONE, sessions::streams, settings, openRequests);
        add(router, "/ws/ws-projections", oneProjection, sessions::projections, settings, openRequests);
    }

    private static void add(
            Router router,
            String path,
            Parameters parameters,
            SocketEndpoint.Sessions sessions,
            HttpSettings settings,
            OpenRequests openRequests) {
        router.socket(path, parameters, new SocketEndpoint(sessions, settings, openRequests));
    }
}
