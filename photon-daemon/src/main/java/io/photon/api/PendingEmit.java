// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.result.Result;
import java.util.concurrent.CompletableFuture;

/** An event on its way into the store, of which someone may lose patience. */
public interface PendingEmit {

    /** What becomes of it; never fails, see {@link PhotonApi#emit}. */
    CompletableFuture<Result<Stored>> outcome();

    /** Takes it back: true when it certainly will not be stored, false when it is being stored, or is already. */
    boolean withdraw();
}
