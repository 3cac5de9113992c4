// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.follow.NodeRole.Role;
import io.photon.log.AppendRequest;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.FactTable;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among others: what it is, whom it follows, who follows it, and how that changes. Thread-safe; what is asked may wait
 * for the disk, or for the other node where that is said.
 */
public final class Cluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final EventLog log;
    private final NodeRole role;
    private final FollowSettings settings;
    private final NodeFile file;
    private final Path folder;
    private final KnownFollowers followers = new KnownFollowers();
    private final FollowerFeed feed;
    private final Replication replication;
    private final @Nullable Forwarder forwarder;
    private final Lag lag = new Lag(System.nanoTime());
    private final KnownEpochs epochs;
    private volatile String listening = "";
    private volatile @Nullable Follower follower;
    private volatile @Nullable FingerprintCheck check;
    private volatile @Nullable FormerPrimary former;
    private final Promotion promotion;
    private final @Nullable SharedStore shared;
    private final StepDown stepDown;
    private final Route route;

    private Cluster(
            EventLog log,
            NodeRole role,
            FollowSettings settings,
            NodeFile file,
            Path folder,
            KnownEpochs epochs,
            long seenUpTo) {
        this.log = log;
        this.role = role;
        this.settings = settings;
        this.file = file;
        this.folder = folder;
        this.epochs = epochs;
        this.route = new Route(file.id());
        this.feed = new FollowerFeed(log, this, followers);
        this.forwarder = settings.forwards() ? new Forwarder(log, settings.reach(), this::forwardsTo) : null;
        this.replication = new Replication(followers, settings.acks(), settings.ackTimeout());
        FactTable table = log.store().facts().orElse(null);
        StoreFacts facts = table == null ? null : new StoreFacts(table, settings.name());
        this.promotion = new Promotion(log, role, settings, file, folder, facts);
        this.shared = facts == null ? null : new SharedStore(log, this, role, file, facts, seenUpTo);
        this.stepDown = new StepDown(log, role, file, folder, this::retire, facts);
    }

    /**
     * Reads what is known of this node, and says what it is: from now on the role refuses appends, or not. Nothing is followed
     * before {@link #begin}.
     *
     * @param folder where {@code node.json} lies, and files of events that were not replicated
     * @param keeps whether the store outlives the process; else the node is another one after each start
     */
    public static Result<Cluster> open(
            EventLog log, NodeRole role, FollowSettings settings, Path folder, boolean keeps) {
        try {
            NodeFile file = keeps ? NodeFile.in(folder) : NodeFile.inMemory();
            long head = log.head();
            Cluster cluster = new Cluster(log, role, settings, file, folder, KnownEpochs.of(log), head);
            try {
                cluster.takeItsRole();
            } catch (StoreException e) {
                cluster.close();
                throw e;
            }
            return Result.ok(cluster);
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "what this node keeps of itself in " + folder + " cannot be used: " + SystemError.reason(e),
                    "make the folder writable for this user; if node.json there is damaged, take it from a copy of the folder: "
                            + "without it a node that another has replaced would take events again");
        }
    }

    /** As it knows by itself; then as those on its store were told, if it is shared. */
    private void takeItsRole() throws StoreException {
        Optional<Retirement> retired =
                file.retirement().filter(told -> told.by().isAbove(epoch()));
        Optional<Epoch> retiring = file.retiring().filter(by -> by.isAbove(epoch()));
        String url = settings.url();
        boolean wasPromoted = epoch().nodeId().equals(file.id())
                && file.promotedFrom().equals(Optional.ofNullable(url)); // told to follow another, it follows
        if (url != null && !wasPromoted) {
            role.follow(url);
        } else if (retiring.isPresent()) {
            stepDown.goOn(retiring.get());
        } else if (retired.isPresent()) {
            role.retire(
                    retired.get().by(),
                    retired.get().by().address(),
                    retired.get().why());
        } else {
            role.lead();
        }
        if (shared != null) {
            role.onOpen(this::look);
            look(); // the log may have asked before
        }
    }

    /** Begins to follow, if it is to; once. @param ownUrl where this node's HTTP door listens */
    public synchronized void begin(String ownUrl) {
        listening = ownUrl;
        if (shared != null) {
            shared.begin();
        }
        follow();
    }

    private void follow() {
        String url = settings.url();
        if (url == null) {
            return;
        }
        if (role.role() == Role.FOLLOWER) {
            LOG.info("follows {} from order-id {}", url, log.head());
            Follower begun = new Follower(log, this, upstream(url), lag);
            FingerprintCheck checking = new FingerprintCheck(log, this, upstream(url));
            follower = begun;
            check = checking;
            begun.start();
            checking.start();
        } else if (role.role() == Role.PRIMARY) {
            LOG.warn(
                    "this node was promoted with epoch {}, so it does not follow {}; that one is told when it comes back",
                    epoch().number(),
                    url);
            watchTheFormer();
        }
    }

    private Upstream upstream(String url) {
        return new Upstream(url, settings.reach(), this);
    }

    private void watchTheFormer() {
        String url = settings.url();
        if (url != null && former == null) {
            FormerPrimary watch = new FormerPrimary(this, upstream(url));
            former = watch;
            watch.start();
        }
    }

    /** For people. */
    public String name() {
        return settings.name();
    }

    /** What tells it from others. */
    public String nodeId() {
        return file.id();
    }

    /** Where others reach it. */
    public String address() {
        return settings.address().isEmpty() ? listening : settings.address();
    }

    /** That of a primary which shares its store, and does not write to it now, is {@code STANDBY}. */
    public Role role() {
        Role own = role.role();
        return own == Role.PRIMARY && log.writerElsewhere().isPresent() ? Role.STANDBY : own;
    }

    /** The same without what only clients need to know: to followers each that shares a store is the primary. */
    Role roleToFollowers() {
        return role.role();
    }

    /** The address of the node that takes events; its own when it is that, empty when it is not known. */
    public String primaryAddress() {
        return role.role() == Role.PRIMARY ? log.writerElsewhere().orElseGet(this::address) : role.primary();
    }

    /** The same as followers are told it: where this one listens says nothing to other machines, so they keep what they know. */
    String primaryForFollowers() {
        return role.role() == Role.PRIMARY ? settings.address() : role.primary();
    }

    /** The highest epoch that is known. */
    public Epoch epoch() {
        return epochs.last();
    }

    /** All that are known but the first, in rising order. */
    List<Epoch> epochs() {
        return epochs.all();
    }

    /** An event told of an epoch. Also on the append thread, so it does not wait for a change of the role. */
    void learn(Epoch epoch) {
        if (epochs.add(epoch)) {
            LOG.warn("epoch {} has begun: {} is the primary", epoch.number(), epoch.node());
            try {
                file.retired(null); // if it was, it has the events of the new primary now
            } catch (IOException e) {
                LOG.warn("node.json cannot be written: {}", SystemError.reason(e));
            }
        }
    }

    /**
     * From where this node's events come, as the node that it follows says.
     *
     * @param from the id of that node
     * @param others those through which that one gets them, the nearest first
     * @return whether this node is among them
     */
    boolean getsEventsThrough(String from, List<String> others) {
        return route.is(from, others);
    }

    /** The ids of the nodes through which it gets its events, the nearest first, as far as followers are told; empty for a primary. */
    List<String> through() {
        return isFollowing() ? route.told() : List.of();
    }

    void primaryIs(String address) {
        role.primaryIs(address);
    }

    /** Whether it gets events from another node, or would if that answered. */
    boolean isFollowing() {
        return role.takesReplicas();
    }

    boolean isConnected() {
        return lag.isConnected();
    }

    /** Why it is not up to date and will not be; empty for a primary, and for a follower that follows. */
    public Optional<Failure> stopped() {
        return Optional.ofNullable(role.stopped());
    }

    /** The order-id at which its events differ from those of its primary; empty when nothing is known to. */
    public OptionalLong differsAt() {
        return role.differsAt();
    }

    /** Why an append is refused here now; empty when it is not. */
    public Optional<Failure> refusal() {
        return role.refusal();
    }

    /** The events of the other node are others: it ends here, unless it does not follow that one any more. */
    void differs(long orderId) {
        try {
            look();
        } catch (StoreException e) {
            LOG.debug("compared again later: {}", e.getMessage());
            return;
        }
        Failure why = RangeComparison.failure(role.primary(), orderId);
        if (role.differs(why, orderId)) {
            LOG.error("{}; {}", why.message(), why.hint());
        }
    }

    /**
     * Another node is the primary, as one says who was told so: see {@link #retire}.
     *
     * @return CONFLICT also for a follower: it takes no events of its own, and sees by itself what became of its primary
     */
    public Result<Retirement> stepDown(Epoch by) {
        return role.role() == Role.FOLLOWER
                ? Result.err(
                        Failure.Kind.CONFLICT,
                        "this node is not a primary that could step down: it follows " + settings.url(),
                        "nothing was changed; see: photon cluster status")
                : retire(by);
    }

    /**
     * Another node is the primary: from now on nothing is appended here, and what never reached that node is put into a file.
     *
     * @return the answer to the one who said so; CONFLICT when this node knows of as high an epoch
     */
    synchronized Result<Retirement> retire(Epoch by) {
        return stepDown.to(by, epoch());
    }

    /**
     * Makes a follower the primary. Waits until what it has read is stored.
     *
     * @param force also when it knows that it lacks events, or cannot know whether it does
     * @return the epoch that begins, or that of a node that is the primary already; CONFLICT for one that has other events than
     *     its primary, and without {@code force} for one that may lack some
     */
    public synchronized Result<Epoch> promote(boolean force) {
        if (role.role() == Role.PRIMARY) {
            return Result.ok(epoch());
        }
        Optional<Failure> stopped = stopped();
        if (stopped.isPresent()) {
            return Result.err(stopped.get());
        }
        Optional<Failure> elsewhere = log.writerElsewhere().map(Promotion::isFor);
        if (elsewhere.isPresent()) {
            return Result.err(elsewhere.get());
        }
        endFollowing();
        long highest = Math.max(
                epoch().number(),
                file.retirement().map(told -> told.by().number()).orElse(0L));
        Optional<Failure> lacks = force ? Optional.empty() : lacks();
        Result<Epoch> begun = lacks.isPresent() ? Result.err(lacks.get()) : promotion.begin(highest + 1);
        if (begun.isOk()) {
            learn(begun.value());
            role.lead();
            watchTheFormer();
        } else if (stopped().isEmpty()) {
            follow();
        }
        return begun.map(done -> epoch());
    }

    private Optional<Failure> lacks() {
        return role.role() == Role.FOLLOWER ? Promotion.lacks(role.primary(), lag, distance()) : Optional.empty();
    }

    /** Whether the highest epoch began on this store, as one of the Photons on it has said. */
    boolean isBegunHere(StoreFacts.Known known) {
        return known.hasBegun(epoch(), settings.url());
    }

    /** It does not follow any more, since another Photon on its store was promoted. */
    synchronized void leads() {
        if (!listening.isEmpty()) { // else it has yet to begin, and begins as what it is now
            LOG.warn("epoch {} began on this store, so this node does not follow any more", epoch().number());
            endFollowing();
            watchTheFormer();
        }
    }

    /** Another Photon on its store was told that a node is the primary. Waits for nothing. */
    void stepsDown(Epoch by) {
        stepDown.goOn(by);
    }

    /** Takes in what the others on the store have done, if it is shared. */
    void look() throws StoreException {
        if (shared != null) {
            shared.look();
        }
    }

    private void endFollowing() {
        Follower ended = follower;
        FingerprintCheck checking = check;
        follower = null;
        check = null;
        if (checking != null) {
            checking.close();
        }
        if (ended != null) {
            ended.close();
        }
    }

    /** Answers a follower; the future never fails. */
    public CompletableFuture<Result<byte[]>> fetch(Asking asking) {
        return feed.fetch(asking);
    }

    /** The fingerprint of a range, for a follower to compare. */
    public Result<byte[]> fingerprint(long from, long to) {
        return feed.fingerprint(from, to);
    }

    /** Whether appends are sent on now. */
    public boolean isForwarding() {
        return forwarder != null && forwardsTo().isPresent();
    }

    private Optional<String> forwardsTo() {
        return Destination.of(role, route.isCircle() ? null : settings.url(), log.writerElsewhere(), address());
    }

    /** Sends an append on: one result for each draft. The future never fails. Only while {@link #isForwarding}. */
    public CompletableFuture<List<Result<Forwarded>>> forward(AppendRequest request) {
        return Objects.requireNonNull(forwarder).send(request);
    }

    /** Waits for followers, if emits are to be replicated before they are answered. */
    public Replication replication() {
        return replication;
    }

    /** How far it is from the primary: none for a primary. */
    public Optional<Distance> distance() {
        if (role.role() != Role.FOLLOWER) {
            return Optional.empty();
        }
        return Optional.of(new Distance(lag.events(log.head(), this::total), lagMs()));
    }

    private long total() {
        try {
            return log.reader().totalEvents();
        } catch (StoreException e) {
            LOG.debug("events are not counted: {}", e.getMessage());
            return 0;
        }
    }

    /**
     * For how long a follower may have lacked something, ms; 0 for a primary, and for one that lacks nothing; {@link Long#MAX_VALUE}
     * for one that never yet had everything.
     */
    public long lagMs() {
        if (role.role() != Role.FOLLOWER) {
            return 0;
        }
        long nanos = lag.nanos(log.head(), System.nanoTime());
        return nanos == Lag.UNKNOWN ? Long.MAX_VALUE : nanos / 1_000_000;
    }

    /** What there is to say of this node and of those that follow it. */
    public ClusterStatus status() {
        Follower now = follower;
        FingerprintCheck checking = check;
        return new ClusterStatus(
                name(),
                nodeId(),
                role(),
                epoch(),
                address(),
                primaryAddress(),
                log.head(),
                now == null ? "" : now.upstream(),
                now != null && lag.isConnected(),
                distance(),
                stopped().map(Failure::message).orElse(now == null ? "" : now.trouble()),
                differsAt(),
                checking == null ? OptionalLong.empty() : OptionalLong.of(checking.compared()),
                file.retirement().filter(told -> role() == Role.RETIRED),
                settings.acks(),
                followers.all(),
                Optional.ofNullable(shared).map(SharedStore::others));
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
        stepDown.close();
        FormerPrimary watch = former;
        if (watch != null) {
            watch.close();
        }
        endFollowing();
        if (forwarder != null) {
            forwarder.close();
        }
        replication.close();
        feed.close();
    }
}
