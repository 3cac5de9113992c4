// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;

import io.photon.api.DaemonFacts;
import io.photon.api.PhotonApi;
import io.photon.api.PhotonParts;
import io.photon.api.ProjectionApi;
import io.photon.backup.BackupService;
import io.photon.backup.RestoreService;
import io.photon.budget.Budget;
import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.Identity;
import io.photon.client.http.HttpPhotonClient;
import io.photon.codec.EventParser;
import io.photon.door.http.HttpDoor;
import io.photon.door.http.wire.HttpSettings;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.journal.Journal;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.BackgroundPace;
import io.photon.pace.Occupancy;
import io.photon.projection.ProjectionSettings;
import io.photon.projection.engine.ProjectionEngine;
import io.photon.projection.jq.JqWhereLanguage;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.Passwords;
import io.photon.security.SecurityLog;
import io.photon.security.UserChanges;
import io.photon.security.hook.HookLedger;
import io.photon.security.hook.Hooks;
import io.photon.security.hook.ZeroKeys;
import io.photon.security.token.Principals;
import io.photon.security.token.SignedTokens;
import io.photon.security.token.SigningSecret;
import io.photon.security.token.Tickets;
import io.photon.security.token.TokenLedger;
import io.photon.security.token.Tokens;
import io.photon.store.EventStore;
import io.photon.store.ReadRequest;
import io.photon.store.backend.OpenedStore;
import io.photon.store.lease.SequencerLease;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.snapshot.MvSnapshotStore;
import io.photon.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A node in this process: events in memory, what it keeps of itself in a folder, and a real HTTP door. */
final class Node implements AutoCloseable {

    final EventLog log;
    final Cluster cluster;
    private final ProjectionEngine engine;
    private final SecurityLog security;
    private final HttpDoor door;

    /** One that follows none, on a free port. */
    static Node primary(Path folder) throws Exception {
        return new Node(folder, null, 0, List.of());
    }

    /** One that follows another from now on. */
    static Node following(Path folder, String url) throws Exception {
        return new Node(folder, url, 0, List.of());
    }

    /** One that follows another and sends appends on to it. */
    static Node forwarding(Path folder, String url) throws Exception {
        return new Node(folder, url, 0, List.of(), new MemoryEventStore(), true);
    }

    /** @param url what it follows; null for none @param port 0 for a free one @param events those that it has already */
    Node(Path folder, String url, int port, List<Event> events) throws Exception {
        this(folder, url, port, events, new MemoryEventStore());
    }

    /** The same in a store of the test's. */
    Node(Path folder, String url, int port, List<Event> events, EventStore store) throws Exception {
        this(folder, url, port, events, store, false);
    }

    /** One of several on one store. @param lease says which of them writes */
    static Node sharing(Path folder, String url, EventStore store, SequencerLease lease) throws Exception {
        return new Node(folder, url, 0, List.of(), new OpenedStore(store, lease), false);
    }

    private Node(Path folder, String url, int port, List<Event> events, EventStore store, boolean forwards)
            throws Exception {
        this(folder, url, port, events, OpenedStore.local(store), forwards);
    }

    private Node(Path folder, String url, int port, List<Event> events, OpenedStore opened, boolean forwards)
            throws Exception {
        NodeRole role = new NodeRole();
        log = DefaultEventLog.start(
                opened.store(),
                opened.lease(),
                role,
                Clock.systemUTC(),
                Budget.unlimited(),
                new Occupancy(System.nanoTime()));
        if (!events.isEmpty()) {
            role.follow("the test");
            ok(get(log.replicate(events)));
        }
        cluster = ok(Cluster.open(log, role, settings(folder, url, forwards), folder, true));
        engine = ProjectionEngine.open(
                new ProjectionEngine.Parts(
                        log,
                        MvSnapshotStore.inMemory(),
                        List.of(),
                        List.of(),
                        (text, file) -> Result.err(Failure.Kind.BAD_INPUT, "no files here", null),
                        text -> Result.err(Failure.Kind.BAD_INPUT, "no conditions here", null)),
                new ProjectionSettings(
                        1,
                        new ReducerLimits(Duration.ofSeconds(5), 1 << 20),
                        null,
                        false,
                        Duration.ofSeconds(10),
                        ProjectionSettings.SNAPSHOT_EVENTS),
                BackgroundPace.unhurried());
        Accounts accounts = new Accounts(System::currentTimeMillis);
        TokenLedger ledger = new TokenLedger(System::currentTimeMillis);
        HookLedger hooks = new HookLedger();
        security = new SecurityLog(log, List.of(accounts, ledger, hooks));
        security.begin();
        Passwords passwords = new Passwords();
        PhotonApi api = new PhotonApi(new PhotonParts(
                log,
                new PhotonParts.Entry(
                        new Authenticator("admin", "p4010n", "token", accounts, passwords, System::nanoTime),
                        new Tokens(
                                security,
                                ledger,
                                new Principals("admin", "p4010n", accounts),
                                passwords,
                                SigningSecret.of("a secret of this test, long enough"),
                                new Tickets.Life(Duration.ofHours(1), Duration.ofHours(1)),
                                new SignedTokens.Lives(Duration.ofHours(1), Duration.ofHours(1)),
                                System::nanoTime,
                                System::currentTimeMillis),
                        new UserChanges(security, accounts, passwords, "admin", System::currentTimeMillis),
                        new Hooks(security, hooks, new ZeroKeys(), System::currentTimeMillis)),
                new BackupService(log, Clock.systemUTC()),
                new RestoreService(log, Clock.systemUTC(), Path.of("none"), 1 << 20),
                new DaemonFacts("test", "memory", null, 0),
                new Journal(),
                cluster,
                new JqWhereLanguage()));
        door = ok(HttpDoor.open(
                api, new ProjectionApi(engine, api), HttpSettings.plain("localhost", port), log.budget()));
        cluster.begin(door.url());
    }

    private static FollowSettings settings(Path folder, String url, boolean forwards) {
        return new FollowSettings(
                String.valueOf(folder.getFileName()),
                "",
                url,
                (address, limits) -> DaemonAddress.parse(address)
                        .map(endpoint ->
                                new HttpPhotonClient(ClientSettings.of(endpoint, new Identity.Token("token")))),
                forwards,
                0,
                Duration.ofSeconds(5));
    }

    String url() {
        return door.url();
    }

    int port() {
        return door.port();
    }

    /** Appends one event. @return its order-id */
    long emit(String stream) {
        return emit(stream, "T");
    }

    /** The same of a type; into {@code __config__}, it is a change that means nothing. */
    long emit(String stream, String type) {
        byte[] json = ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"" + type + "\",\"payload\":1}")
                .getBytes(StandardCharsets.UTF_8);
        Appended done = ok(get(log.append(AppendRequest.of(ok(EventParser.parseDraft(json, 0, json.length)))))
                .get(0));
        return done.orderId();
    }

    /** All of its events. */
    List<Event> events() throws Exception {
        return log.reader().read(ReadRequest.forwards(StreamNames.ALL, 0)).events();
    }

    /** Until it has what another has. */
    void awaitAllOf(Node other) {
        Eventually.holds(
                () -> log.head() == other.log.head(),
                () -> cluster.status().trouble() + "; it has " + log.head() + " of " + other.log.head());
    }

    @Override
    public void close() {
        door.close();
        cluster.close();
        engine.close();
        security.close();
        log.close();
    }
}
