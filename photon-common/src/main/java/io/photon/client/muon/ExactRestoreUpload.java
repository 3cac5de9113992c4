// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.RestoreOptions;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.client.muon.network.RpcFailures;
import io.photon.codec.JsonFields;
import io.photon.muon.wire.RpcResponse;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Restores backups exactly, by calls that only a Photon of this kind has, for holders of a token: begun, sent piece by
 * piece, and published as a whole in the end, or not at all.
 */
final class ExactRestoreUpload {

    /** A piece is written as a number a byte, several times over. */
    private static final int PIECE_BYTES = 64 * 1024;

    /** Publishing takes as long as there is data. */
    private static final long FINISH_MS = 600_000;

    private final MuonNetwork network;
    private final String store;
    private final RestoreOptions options;

    ExactRestoreUpload(MuonNetwork network, String store, RestoreOptions options) {
        this.network = network;
        this.store = store;
        this.options = options;
    }

    /** Sends everything. @return the daemon's answer, as over HTTP */
    Result<byte[]> run(InputStream backup) {
        String until = options.until() == Long.MAX_VALUE ? "" : ",\"until\":" + options.until();
        byte[] wanted = ("{\"dry-run\":" + options.dryRun() + ",\"allow-incomplete\":" + options.allowIncomplete()
                        + until + "}")
                .getBytes(StandardCharsets.UTF_8);
        Result<RpcResponse> begun = network.rpc(store, "/restore/begin", wanted);
        if (begun instanceof Result.Ok<RpcResponse> ok && ok.value().status() == 404) {
            return Result.err(
                    Kind.BAD_INPUT,
                    "'" + store + "' cannot restore exactly over AMQP",
                    "restore over HTTP (--url http://HOST:3000), or append as new events with --as-new");
        }
        return begun.then(answer -> RpcFailures.body(answer, store + "/restore/begin"))
                .then(body -> {
                    String id = "?restore=" + JsonFields.text(body, "restore");
                    Result<byte[]> result = send(backup, id);
                    if (result instanceof Result.Err<byte[]>) {
                        network.rpc(store, "/restore/cancel" + id, new byte[0]); // or it ends by itself after a minute
                    }
                    return result;
                });
    }

    private Result<byte[]> send(InputStream backup, String id) {
        try (InputStream input = backup) {
            byte[] piece = new byte[PIECE_BYTES];
            for (int n = input.read(piece); n >= 0; n = input.read(piece)) {
                if (n > 0 && call("/restore/lines", id, Arrays.copyOf(piece, n)) instanceof Result.Err<byte[]> err) {
                    return err;
                }
            }
            return call("/restore/finish", id, new byte[0]);
        } catch (IOException e) {
            return Result.err(Failure.of(
                    Kind.BAD_INPUT,
                    "the backup cannot be read: " + e.getMessage(),
                    "nothing was restored; check the file"));
        }
    }

    private Result<byte[]> call(String path, String id, byte[] body) {
        return network.rpc(store, path + id, body, FINISH_MS).then(answer -> RpcFailures.body(answer, store + path));
    }
}
