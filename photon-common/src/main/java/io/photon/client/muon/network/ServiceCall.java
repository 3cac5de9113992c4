// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon.network;

import io.photon.muon.stack.client.MuonQuestion;
import io.photon.muon.stack.client.Outgoing;
import io.photon.muon.wire.MuonMessage;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;

/** A question on its way. The future never fails. */
public final class ServiceCall<T> implements ChannelHandler {

    private final MuonQuestion<T> question;
    private final CompletableFuture<Result<T>> answer = new CompletableFuture<>();

    public ServiceCall(MuonQuestion<T> question) {
        this.question = question;
    }

    public CompletableFuture<Result<T>> answer() {
        return answer;
    }

    @Override
    public Outgoing opening() {
        return question.asked();
    }

    @Override
    public boolean receive(MuonMessage message) {
        answer.complete(question.answer(message));
        return false;
    }

    @Override
    public void lost(Failure failure) {
        answer.complete(Result.err(failure));
    }
}
