// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.log.AppendGate;
import io.photon.result.Failure;
import java.util.Optional;
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
            @Nullable Failure refusal) {}

    private volatile State state = new State(Role.PRIMARY, "", null, null);

    /** From now on events are taken from clients. */
    void lead() {
        state = new State(Role.PRIMARY, "", null, null);
    }

    /** From now on only the events of another are. @param primary its address */
    void follow(String primary) {
        state = new State(
                Role.FOLLOWER,
                primary,
                null,
                Failure.notPrimary("this Photon follows " + primary + " and takes no changes of its own", primary));
    }

    /** The primary has another address than was known; of a follower only. */
    void primaryIs(String primary) {
        State now = state;
        if (now.role() == Role.FOLLOWER
                && now.stopped() == null
                && !now.primary().equals(primary)) {
            follow(primary);
        }
    }

    /** It follows no more, and must not be trusted to be up to date. */
    void stopFollowing(Failure why) {
        State now = state;
        state = new State(now.role(), now.primary(), why, now.refusal());
    }

    /** From now on it takes no events at all. @param newPrimary the address of the one that does */
    void retire(Epoch epoch, String newPrimary, Failure why) {
        state = new State(
                Role.RETIRED,
                newPrimary,
                why,
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

    @Override
    public Optional<Failure> refusal() {
        return Optional.ofNullable(state.refusal());
    }

    @Override
    public boolean takesReplicas() {
        State now = state;
        return now.role() == Role.FOLLOWER && now.stopped() == null;
    }
}
