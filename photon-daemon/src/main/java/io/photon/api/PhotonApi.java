// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.backup.BackupRequest;
import io.photon.backup.BackupService;
import io.photon.backup.RestoreRequest;
import io.photon.backup.RestoreService;
import io.photon.budget.Budget;
import io.photon.core.EventRules;
import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.filter.WhereLanguage;
import io.photon.follow.Cluster;
import io.photon.journal.Journal;
import io.photon.log.BudgetedReader;
import io.photon.log.EventLog;
import io.photon.log.Help;
import io.photon.log.LogException;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.StoreFailures;
import io.photon.log.SubscriberName;
import io.photon.metrics.MetricPage;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.security.Accounts;
import io.photon.security.Authenticator;
import io.photon.security.Permission;
import io.photon.security.UserChanges;
import io.photon.settings.Settings;
import io.photon.sql.SqlEngine;
import io.photon.store.EventReader;
import io.photon.store.StoreException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Who comes in, and what is no question of {@link UseCases}: emitting, replaying, restoring, the feed. Thread-safe. Methods
 * that answer a {@link CompletableFuture} do not wait for the disk; the others may, except {@link #replay} and
 * {@link #readiness}. A future completes on a thread of the log: do little there, or hand over.
 */
public final class PhotonApi {

    /** Most events of an atomic request. */
    public static final int MAX_ATOMIC_EVENTS = EventRules.MAX_BATCH_EVENTS;

    /** Most bytes of an atomic request of several events. */
    public static final int MAX_ATOMIC_BYTES = EventRules.MAX_BATCH_BYTES;

    /** The name under which the HTTP door reports its facts. */
    public static final String HTTP = "http";

    private final EventLog log;
    private final Logins logins;
    private final Emits emits;
    private final OpenReads reads = new OpenReads();
    private final Observation observation;
    private final BackupService backups;
    private final RestoreService restores;
    private final DaemonFacts facts;
    private final Journal journal;
    private final WhereLanguage predicates;
    private final UserChanges users;
    private final Cluster cluster;
    private final Settings settings;
    private final SqlEngine sql;
    private final Map<String, Supplier<Map<String, Object>>> reports = new ConcurrentSkipListMap<>();
    private final List<Consumer<MetricPage>> meters = new CopyOnWriteArrayList<>();
    private final AuthApi auth;
    private final HookApi hooks;

    /** Doors add what they count with {@link #report} and {@link #meter}; nothing else is added later. */
    public PhotonApi(PhotonParts parts) {
        log = parts.log;
        logins = new Logins(parts.entry.authenticator(), parts.entry.tokens(), parts.journal, Clock.systemUTC());
        emits = new Emits(log, logins, parts.cluster);
        observation = new Observation(log, parts.journal);
        report("problems", observation::totals);
        backups = parts.backups;
        restores = parts.restores;
        facts = parts.facts;
        journal = parts.journal;
        predicates = parts.predicates;
        users = parts.entry.users();
        settings = parts.settings;
        sql = parts.sql;
        cluster = parts.cluster;
        report("cluster", () -> ClusterFacts.of(parts.cluster, log));
        auth = new AuthApi(parts.entry.tokens(), logins, System::currentTimeMillis);
        hooks = new HookApi(this, logins, parts.entry.hooks());
    }

    /** Tokens, applications and sessions. */
    public AuthApi auth() {
        return auth;
    }

    Settings settings() {
        return settings;
    }

    /** SQL for callers of a door. */
    public SqlApi sql(ProjectionApi projections) {
        return new SqlApi(this, projections, sql);
    }

    /** How long to wait before {@link #login}, in ms; OVERLOADED after too many failed logins. */
    public Result<Long> loginTurn(Origin origin, String user, String password) {
        return logins.turn(origin, user, password);
    }

    /**
     * Who has this name and password? NOT_AUTHENTICATED, or OVERLOADED. Completes at once or on a thread that checks
     * passwords, and never fails.
     */
    public CompletableFuture<Result<Caller>> login(Origin origin, String user, String password) {
        return Outcomes.steady(logins.byPassword(origin, user, password));
    }

    /** Who has this token? */
    public Result<Caller> loginByToken(Origin origin, String token) {
        return logins.byToken(origin, token, false);
    }

    /** The same where one whose token is not valid comes in as a {@link #guest}: then it is no refused login. */
    public Result<Caller> loginByTokenOrBeGuest(Origin origin, String token) {
        return logins.byToken(origin, token, true);
    }

    /**
     * What became of a caller who logged in before: the same one while nothing has changed, one with other rights when
     * those have; NOT_AUTHENTICATED when the login is over, and why. Quick.
     */
    public Result<Caller> current(Caller known) {
        return logins.current(known);
    }

    /** A user who has logged in shows the password once more. @param use DENIED when it is wrong */
    CompletableFuture<Result<Long>> again(
            Caller caller, String user, String password, Supplier<CompletableFuture<Result<Long>>> use) {
        return logins.again(caller, user, password, use);
    }

    /** No one showed anything: nothing is open without an identity. */
    public Result<Caller> anonymous(Origin origin) {
        return Logins.caller(origin, Authenticator.nobody());
    }

    /**
     * Someone of whom only a broker knows that they may come in: what such a caller may do is a setting, and never more
     * than emit, replay, projections, manage and delete.
     *
     * @param origin where they come from
     * @param permissions as in {@code muon.permissions}; other words mean nothing
     */
    public Caller guest(Origin origin, List<String> permissions) {
        return Logins.guest(origin, permissions);
    }

    /** That of this Photon. */
    public String version() {
        return facts.version();
    }

    /** What someone who watches this daemon asks. */
    Observation observation() {
        return observation;
    }

    /**
     * Appends one event.
     *
     * @param expect the stream's last order-id as the emitter believes it: {@code any}, {@code none}, one, or null for any
     */
    public CompletableFuture<Result<Stored>> emit(Caller caller, EventDraft draft, @Nullable String expect) {
        return emitAll(caller, List.of(draft), true, expect).thenApply(results -> results.get(0));
    }

    /**
     * Appends all or none, as {@link #emitAll}, by a thread that may do the work: it holds no lock, and may answer others on the way.
     *
     * @param mayWait whether it may wait for the disk
     */
    public CompletableFuture<List<Result<Stored>>> emitHere(
            Caller caller, List<EventDraft> drafts, @Nullable String expect, boolean mayWait) {
        return emits.emitAll(caller, drafts, true, expect, mayWait ? Help.ALSO_WAITING : Help.IF_QUICK);
    }

    /**
     * Appends several events: one result per draft, in order, none for none; of an atomic request all are Ok or all the
     * same failure. The future never fails.
     */
    public CompletableFuture<List<Result<Stored>>> emitAll(
            Caller caller, List<EventDraft> drafts, boolean atomic, @Nullable String expect) {
        return emits.emitAll(caller, drafts, atomic, expect, Help.NONE);
    }

    /** Appends one event that can be taken back while it waits. */
    public PendingEmit emitWithPatience(Caller caller, EventDraft draft) {
        return emits.emitWithPatience(caller, draft);
    }

    /** Prepares a replay; nothing is read yet. */
    public Result<ReplayHandle> replay(Caller known, AskedReplay query) {
        return logins.current(known)
                .then(Access.REPLAY::check)
                .then(caller -> ReplayRequests.read(query, predicates).then(asked -> replay(caller, asked)));
    }

    private Result<ReplayHandle> replay(Caller caller, ReplaySpec asked) {
        StreamSelector stream = asked.stream();
        if (!stream.isSeveral() && !Access.REPLAY.isFor(caller, stream.oneName())) {
            return Result.err(Access.REPLAY.denied(caller, stream.oneName()));
        }
        SubscriberName by = caller.subscriber();
        boolean live = asked.type() != ReplayType.COLD;
        LiveRights rights = live(caller, Permission.REPLAY, stream);
        if (rights != null) {
            Replay replay = log.replay(asked.seeing(rights), by);
            return Result.ok(new WatchedReplay(new PlayedLog(replay, live), reads, rights));
        }
        boolean seesAll = !stream.isSeveral() || Access.REPLAY.isForAll(caller);
        ReplaySpec request =
                seesAll ? asked : asked.seeing(name -> caller.rights().on(Permission.REPLAY, name));
        return Result.ok(new PlayedLog(log.replay(request, by), live));
    }

    /** What a caller may read while they read; null for those whose rights never change. @param streams see {@link LiveRights} */
    @Nullable LiveRights live(Caller caller, Permission permission, @Nullable StreamSelector streams) {
        return caller.identity().isFixed()
                ? null
                : new LiveRights(logins, Clock.systemUTC(), caller, permission, streams);
    }

    /** Deliveries to hooks. */
    public HookApi hooks() {
        return hooks;
    }

    /** This node among others; null when it knows of none. */
    Cluster cluster() {
        return cluster;
    }

    /** Whether there are users besides the administrator. */
    public boolean hasUsers() {
        return accounts().size() > 0;
    }

    /** Makes changes of users. */
    UserChanges users() {
        return users;
    }

    Accounts accounts() {
        return logins.accounts();
    }

    OpenReads reads() {
        return reads;
    }

    /** Ends what is being read by those who may not any more. Ask it after each change of users, and now and then. */
    public void endWhatMayNotBeRead() {
        reads.check();
    }

    /**
     * Events of user streams from now on, for a feed: a client that reaches it may read them. It asks no one who they are, so
     * it never carries internal streams.
     */
    public Publisher<Event> feed() {
        return log.replay(
                        ReplaySpec.hot(StreamNames.ALL).where(UserStreams.ONLY),
                        new SubscriberName("a client of the feed", "feed"))
                .events();
    }

    /** What an {@code onError} of a replay means. */
    public static Failure failureOf(Throwable error) {
        return error instanceof LogException known
                ? known.failure()
                : Failure.of(Failure.Kind.INTERNAL, "the replay failed: " + Fault.words(error), "see the daemon's log");
    }

    /**
     * A page of the streams that a caller may read, in the order of their names' bytes, internal ones included.
     *
     * @param max 1 to 10,000; there are fewer only at the end
     */
    public Result<List<StreamSummary>> streams(Caller caller, String after, String prefix, int max) {
        return Access.READ
                .check(caller)
                .then(allowed -> reading(reader -> Result.ok(
                        StreamSummary.page(reader, after, prefix, max, name -> Access.READ.isFor(caller, name)))));
    }

    /** Deletes a stream's events for good: how many, or NOT_FOUND, or DENIED for an internal one. */
    CompletableFuture<Result<Long>> delete(String stream) {
        return Outcomes.delete(log, stream);
    }

    /**
     * Begins a backup; close it in any case.
     *
     * @param from inclusive, as a user writes a position; null for everything
     * @param skipDamaged whether what cannot be read is left out and named in the trailer
     */
    Result<Download> backup(Caller caller, @Nullable String from, boolean skipDamaged) {
        Result<OptionalLong> lower = from == null
                ? Result.ok(OptionalLong.empty())
                : Positions.from(log.reader(), "from", from).map(OptionalLong::of);
        return lower.then(start -> backups.begin(new BackupRequest(start, skipDamaged)))
                .map(backup -> Transfers.of(backup, () -> now(caller, Access.BACKUP)));
    }

    /**
     * Begins a restore; close it in any case.
     *
     * @param until inclusive, as a user writes a position; null for everything
     */
    public Result<Upload> restore(
            Caller caller, boolean dryRun, @Nullable String until, boolean asNew, boolean allowIncomplete) {
        if (!Access.RESTORE.isFor(caller)) {
            return Result.err(Access.RESTORE.denied(caller));
        }
        Result<Bound> upper =
                until == null ? Result.ok(Bound.position(Long.MAX_VALUE)) : Positions.read("until", until);
        return emits.here(caller)
                .then(here -> upper)
                .then(last -> restores.begin(new RestoreRequest(dryRun, last, asNew, allowIncomplete)))
                .map(restore -> Transfers.of(restore, () -> now(caller, Access.RESTORE)));
    }

    /** Begins to gather events for a stream of their own; close it in any case. */
    public Result<NewStream> newStream(Caller known) {
        return logins.current(known)
                .then(Access.EMIT::check)
                .then(emits::here)
                .then(allowed -> restores.beginImport())
                .map(events -> new NewStream(events, name -> now(known, Access.EMIT, name)));
    }

    /** Why something may not be done with a stream by now; empty when it may. */
    Optional<Failure> now(Caller known, Access access, String stream) {
        Result<Caller> now = logins.current(known);
        return now.isOk() ? access.refusal(now.value(), stream) : Optional.of(now.failure());
    }

    /** The same of all streams. */
    private Optional<Failure> now(Caller known, Access access) {
        Result<Caller> now = logins.current(known);
        return now.isOk() ? access.refusal(now.value()) : Optional.of(now.failure());
    }

    /** Reads everything stored and checks it; takes as long as that takes. Ok also when damage was reported. */
    Result<Boolean> verify(VerifyListener listener) {
        try {
            log.store().verification().verify(Transfers.of(listener));
            return Result.ok(true);
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    /** What the daemon itself and its doors count, by kebab-case name; more is in the answer to the question. */
    public Result<Map<String, Object>> stats(Caller caller) {
        return Access.COUNTERS.check(caller).map(allowed -> {
            Map<String, Object> stats = withReports(Stats.of(log, facts));
            if (Access.BACKUP.isFor(caller)) {
                stats.put("users", accounts().size());
            } else {
                stats.remove("pid"); // guests have nothing to do with the process
            }
            return stats;
        });
    }

    private Map<String, Object> withReports(Map<String, Object> stats) {
        reports.forEach((name, report) -> stats.put(name, report.get()));
        return stats;
    }

    /** Of the bytes in flight. */
    public Budget budget() {
        return log.budget();
    }

    /** Someone outside (a door) has facts of its own for {@link #stats}. @param name kebab-case */
    public void report(String name, Supplier<Map<String, Object>> facts) {
        reports.put(name, facts);
    }

    /** Someone outside (a door) has metrics of its own: each page of metrics is given to it, on any thread. */
    public void meter(Consumer<MetricPage> meter) {
        meters.add(meter);
    }

    /** Has the doors add what they have. */
    void measure(MetricPage page) {
        meters.forEach(meter -> meter.accept(page));
    }

    EventLog log() {
        return log;
    }

    DaemonFacts facts() {
        return facts;
    }

    Journal journal() {
        return journal;
    }

    /**
     * Whether an append could succeed now, or of a follower whether it follows; open to everybody, so the failure names no paths.
     *
     * @param maxLag for how long a follower may have lacked something, as {@code 5s} or {@code 500ms}; null for any time
     */
    public Result<Long> readiness(@Nullable String maxLag) {
        return Readiness.of(log, cluster, maxLag);
    }

    /** What is read from the store. */
    interface Reading<T> {
        Result<T> with(EventReader reader) throws StoreException;
    }

    /** Reads, within the budget. */
    <T> Result<T> reading(Reading<T> reading) {
        try (BudgetedReader reader = new BudgetedReader(log.reader(), log.budget())) {
            return reading.with(reader);
        } catch (LogException e) {
            return Result.err(e.failure());
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }
}
