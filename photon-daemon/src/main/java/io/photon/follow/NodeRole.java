// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.log.AppendGate;
import io.photon.result.Failure;
import io.photon.store.StoreException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whether this node takes events of its own, and to whom others are sent. Thread-safe; asked before each append, so it is one read. */
public final class NodeRole implements AppendGate {

    /** What a node is. */
    public enum Role {
        /** It takes events of its own. */
        PRIMARY("primary"),
        /** It keeps the events of another. */
        FOLLOWER("follower"),
        /** It was the primary, and another is now. */
        RETIRED("retired"),
        /** It shares its store with others, of which another one writes; of itself a node does not know that: see {@link Cluster#role}. */
        STANDBY("standby");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** As it stands in an answer. */
        public String word() {
            return word;
        }
    }

    private record State(
            Role role,
            String primary,
            @Nullable Failure stopped,
            OptionalLong differsAt,
            @Nullable Failure refusal) {

        boolean follows() {
            return role == Role.FOLLOWER && stopped == null;
        }
    }

    private static final State LEADING = new State(Role.PRIMARY, "", null, OptionalLong.empty(), null);

    private volatile State state =
            LEADING; // changed by one thread at a time, or a late word of the primary would undo an end

    /** Looks what others have done who write to the same store. */
    @FunctionalInterface
    interface Look {
        void look() throws StoreException;
    }

    private volatile @Nullable Look look;

    /** @param first what is to be done before the log takes anything in as the new writer of its store */
    void onOpen(Look first) {
        look = first;
    }

    @Override
    public void opens() throws StoreException {
        Look first = look;
        if (first != null) {
            first.look();
        }
    }

    /** From now on events are taken from clients. */
    synchronized void lead() {
        state = LEADING;
    }

    /** From now on only the events of another are. @param primary its address */
    synchronized void follow(String primary) {
        state = new State(
                Role.FOLLOWER,
                primary,
                null,
                OptionalLong.empty(),
                Failure.notPrimary("this Photon follows " + primary + " and takes no changes of its own", primary));
    }

    /** The primary has another address than was known; of a follower only. */
    synchronized void primaryIs(String primary) {
        State now = state;
        if (now.follows() && !now.primary().equals(primary)) {
            follow(primary);
        }
    }

    /** It follows no more, and must not be trusted to be up to date. Nothing is changed when it did not follow. */
    void stopFollowing(Failure why) {
        stop(why, OptionalLong.empty());
    }

    /**
     * It follows no more, for its events are others than those of the primary.
     *
     * @param orderId of the first that differs
     * @return whether it followed until now
     */
    boolean differs(Failure why, long orderId) {
        return stop(why, OptionalLong.of(orderId));
    }

    private synchronized boolean stop(Failure why, OptionalLong differsAt) {
        State now = state;
        if (!now.follows()) {
            return false;
        }
        state = new State(now.role(), now.primary(), why, differsAt, now.refusal());
        return true;
    }

    /** From now on it takes no events at all. @param newPrimary the address of the one that does */
    synchronized void retire(Epoch epoch, String newPrimary, Failure why) {
        state = new State(
                Role.RETIRED,
                newPrimary,
                why,
                OptionalLong.empty(),
                Failure.notPrimary(
                        "this Photon was the primary until epoch " + epoch.number() + " began on "
                                + (newPrimary.isEmpty() ? "another node" : newPrimary),
                        newPrimary));
    }

    public Role role() {
        return state.role();
    }

    /** The address of the primary; empty when it is this one, or not known. */
    public String primary() {
        return state.primary();
    }

    /** Why a node that is not the primary is not up to date, and will not be; null while it is or may be. */
    public @Nullable Failure stopped() {
        return state.stopped();
    }

    /** The order-id at which its events differ from those of the primary; empty when nothing is known to. */
    OptionalLong differsAt() {
        return state.differsAt();
    }

    @Override
    public Optional<Failure> refusal() {
        return Optional.ofNullable(state.refusal());
    }

    @Override
    public boolean takesReplicas() {
        return state.follows();
    }
}
