// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void anAnswerThatIsMadeElsewhereAndFailsThereIsToldAsAFailure() {
        CompletableFuture<Result<byte[]>> made = new CompletableFuture<>();
        Answer.Later later = new Answer.Later(made);
        made.completeExceptionally(new IllegalStateException("the library is gone"));
        Failure failure = later.json().join().failure();
        assertEquals(Failure.Kind.INTERNAL, failure.kind());
        assertTrue(failure.message().contains("the library is gone"), failure.message());
    }
}
