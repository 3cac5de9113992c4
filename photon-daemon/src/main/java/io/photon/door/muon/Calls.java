// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.muon.stack.server.MuonService.RpcEndpoint;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Failure;
import io.photon.result.Fault;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How endpoints are called: their faults are answered, and what waits does so on a thread that may. */
final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private Calls() {}

    /** An endpoint whose faults are answered and logged. */
    static RpcEndpoint guarded(RpcEndpoint endpoint) {
        return (request, answer) -> {
            try {
                endpoint.call(request, answer);
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                LOG.error("muon: the call of {} failed", request.path(), e);
                answer.accept(Answers.failure(Failure.of(
                        Failure.Kind.INTERNAL,
                        "the call of " + request.path() + " failed: " + Fault.words(e),
                        "this is a fault of Photon's; see its log")));
            }
        };
    }

    /** An endpoint whose work may wait for the disk. @param workers refuses when too much waits already */
    static RpcEndpoint on(Executor workers, RpcEndpoint endpoint) {
        RpcEndpoint guarded = guarded(endpoint);
        return (request, answer) -> {
            try {
                workers.execute(() -> guarded.call(request, answer));
            } catch (RejectedExecutionException e) {
                answer.accept(Answers.failure(
                        Failure.of(Failure.Kind.OVERLOADED, "too many calls wait already", "try again in a moment")));
            }
        };
    }

    /** An endpoint that needs its arguments: what cannot be read is refused by naming what can. */
    static RpcEndpoint withArguments(RpcEndpoint endpoint) {
        return new RpcEndpoint() {
            @Override
            public void call(RpcRequest request, Consumer<RpcResponse> answer) {
                request.unreadable()
                        .ifPresentOrElse(
                                failure -> answer.accept(Answers.failure(failure)),
                                () -> endpoint.call(request, answer));
            }

            @Override
            public boolean mayLast() {
                return endpoint.mayLast();
            }
        };
    }

    /** An endpoint that only asks, and whose answer may take long. */
    static RpcEndpoint lasting(RpcEndpoint endpoint) {
        return new RpcEndpoint() {
            @Override
            public void call(RpcRequest request, Consumer<RpcResponse> answer) {
                endpoint.call(request, answer);
            }

            @Override
            public boolean mayLast() {
                return true;
            }
        };
    }
}
