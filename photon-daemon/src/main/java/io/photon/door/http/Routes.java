package io.photon.door.http;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.budget.Budget;
import io.photon.door.http.endpoint.BackupEndpoints;
import io.photon.door.http.endpoint.CreateProjectionEndpoint;
import io.photon.door.http.endpoint.EmitEndpoint;
import io.photon.door.http.endpoint.Endpoint;
import io.photon.door.http.endpoint.EventEndpoints;
import io.photon.door.http.endpoint.ObservationEndpoints;
import io.photon.door.http.endpoint.ProjectionEndpoints;
import io.photon.door.http.endpoint.ReplayEndpoint;
import io.photon.door.http.endpoint.RestoreEndpoint;
import io.photon.door.http.endpoint.StateEndpoints;
import io.photon.door.http.endpoint.StreamEndpoints;
import io.photon.door.http.endpoint.UploadEndpoint;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.Outbound;
import io.photon.door.http.wire.Parameters;

/** The table of what may be asked: method, path, query parameters, and who answers. */
final class Routes {

    private static final Parameters BOUNDS = Parameters.of("from", "to");

    private static final Parameters DELETION = Parameters.NONE.flags(StreamEndpoints.DETAILED);

    private Routes() {}

    static Router of(
            PhotonApi api,
            ProjectionApi projections,
            HttpSettings settings,
            OpenRequests openRequests,
            Budget budget,
            Outbound outbound) {
        Router router =
                new Router(new CorsPolicy(settings.corsOrigins()), new HttpAuthentication(api), openRequests, outbound);
        addEvents(router, api, settings, openRequests, budget);
        addStore(router, api, settings, openRequests, budget);
        addState(router, new StateEndpoints(api, projections, openRequests, budget));
        addObservation(router, new ObservationEndpoints(api.observation()));
        addProjections(
                router,
                new ProjectionEndpoints(projections, settings, openRequests),
                new CreateProjectionEndpoint(projections, settings, budget));
        return router;
    }

    private static void addEvents(
            Router router, PhotonApi api, HttpSettings settings, OpenRequests openRequests, Budget budget) {
        Endpoint emit = new EmitEndpoint(api, settings, budget);
        StreamEndpoints streams = new StreamEndpoints(api, openRequests);
        EventEndpoints events = new EventEndpoints(api);
        router.add("POST", "/api/event", emit)
                .add("POST", "/api/event/:stream", emit)
                .add(
                        "POST",
                        "/api/events",
                        Parameters.of("ack").flags("atomic"),
                        new UploadEndpoint(api, settings, budget, openRequests))
                .addStream(
                        "/api/replay/:stream",
                        Parameters.of("type", "from", "to", "limit", "event-type", "where", "direction", "heartbeat")
                                .flags(ReplayEndpoint.SKIP_DAMAGED, ReplayEndpoint.EXACT),
                        new ReplayEndpoint(api, settings, openRequests))
                .add("GET", "/api/streams", Parameters.of("after", "prefix", "limit"), streams::list)
                .add("GET", "/api/stream/:stream", streams::show)
                .add("DELETE", "/api/stream/:stream", DELETION, streams::delete)
                .add("GET", "/api/stream-contents/:stream", events::contents)
                .add("GET", "/api/event/:stream/:order-id", events::show)
                .add("GET", "/api/trace/:order-id", Parameters.of("limit"), events::trace);
    }

    private static void addStore(
            Router router, PhotonApi api, HttpSettings settings, OpenRequests openRequests, Budget budget) {
        BackupEndpoints backups = new BackupEndpoints(api, openRequests);
        router.addStream("/api/backup", Parameters.of("from").flags(ReplayEndpoint.SKIP_DAMAGED), backups::backup)
                .addStream("/api/verify", Parameters.NONE, backups::verify)
                .add(
                        "POST",
                        "/api/restore",
                        Parameters.of("until").flags("dry-run", "as-new", "allow-incomplete"),
                        new RestoreEndpoint(api, settings, budget, openRequests));
    }

    private static void addState(Router router, StateEndpoints state) {
        router.add("GET", "/api/ping", state::ping)
                .add("GET", "/api/stats", state::stats)
                .addOpen("GET", "/health", state::health)
                .addOpen("GET", "/ready", state::ready);
    }

    private static void addObservation(Router router, ObservationEndpoints watched) {
        Parameters page = Parameters.of("after", "limit");
        router.add("GET", "/api/log", page, watched::log)
                .add("GET", "/api/subscribers", page, watched::subscribers)
                .add("GET", "/api/busiest-streams", Parameters.of("limit"), watched::busiest);
    }

    private static void addProjections(Router router, ProjectionEndpoints projections, Endpoint create) {
        router.add("GET", "/api/projection-keys", projections::keys)
                .add("GET", "/api/projections", projections::list)
                .add("POST", "/api/projection", Parameters.of("file").flags("replace"), create)
                .add("GET", "/api/projection/:name", projections::show)
                .add("DELETE", "/api/projection/:name", DELETION, projections::delete)
                .add("GET", "/api/projection/:name/value", Parameters.of("key", "at"), projections::value)
                .add("GET", "/api/projection/:name/diff", BOUNDS, projections::diff)
                .add("GET", "/api/projection/:name/bisect", Parameters.of("until"), projections::bisect)
                .addStream("/api/projection/:name/updates", Parameters.NONE, projections::updates)
                .add("GET", "/api/projection/:name/wait", Parameters.of("at-least", "timeout"), projections::await)
                .add("GET", "/api/projection/:name/:key", projections::field)
                .add("POST", "/api/projection/:name/reset", projections::reset)
                .add("POST", "/api/projection/:name/pause", projections::pause)
                .add("POST", "/api/projection/:name/resume", Parameters.NONE.flags("skip"), projections::resume)
                .add("GET", "/api/schema/:stream", projections::schema);
    }
}
