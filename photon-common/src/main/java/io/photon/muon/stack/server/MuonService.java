// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.muon.wire.Introspection;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SubscriptionRequest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a service offers to a client that opens a socket. Called by transport threads, several at a time; no method may block.
 * An exception is answered as a failure of the service and ends nothing.
 */
public interface MuonService {

    /** What it offers now, for people and for their tools. */
    Introspection introspection();

    /** Calls an endpoint; empty when there is none of this path. */
    Optional<RpcEndpoint> rpc(String path);

    /** A stream; empty when there is none of this name. */
    Optional<StreamEndpoint> stream(String name);

    /** Takes an event, see {@link EventSink}. */
    EventSink events();

    /** Something that can be called. */
    @FunctionalInterface
    interface RpcEndpoint {

        /** @param answer to be given once, from any thread; what comes after is ignored */
        void call(RpcRequest request, Consumer<RpcResponse> answer);

        /**
         * Whether it only asks and its answer may take long: then its message is done as soon as the call has begun, for
         * messages are acknowledged in their order, and those after it are not to wait.
         */
        default boolean mayLast() {
            return false;
        }
    }

    /** Something that can be subscribed to. */
    @FunctionalInterface
    interface StreamEndpoint {

        /** Begins a subscription: the sink is told once whether it is accepted, from any thread, before any item. */
        void subscribe(SubscriptionRequest request, StreamSink sink);
    }

    /** Where emitted events go. */
    @FunctionalInterface
    interface EventSink {

        /**
         * Takes one event.
         *
         * @param event its JSON text, as it came
         * @param outcome what became of it; to be told once, from any thread, when it is durable or refused
         */
        Withdrawal emit(byte[] event, Consumer<io.photon.muon.wire.EventResult> outcome);
    }

    /** A way back for an event that waits too long. */
    @FunctionalInterface
    interface Withdrawal {

        /** Takes it back: true when it certainly will not be stored, false when it is being stored or may be. */
        boolean withdraw();
    }
}
