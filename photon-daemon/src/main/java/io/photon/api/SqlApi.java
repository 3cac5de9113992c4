// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import io.photon.sql.SqlAnswer;
import io.photon.sql.SqlEngine;
import io.photon.sql.SqlRequest;
import io.photon.sql.wire.SqlFormat;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * SQL on what is stored. Every caller that may read anything may ask; what a caller may not read is not in the tables. Thread-safe.
 */
public final class SqlApi {

    private final PhotonApi api;
    private final ProjectionApi projections;

    private final SqlEngine engine;

    public SqlApi(PhotonApi api, ProjectionApi projections, SqlEngine engine) {
        this.api = api;
        this.projections = projections;
        this.engine = engine;
    }

    /** An answer on its way. */
    public interface SqlDownload extends Download {
        /** Up to which order-id it tells. */
        long upTo();

        /** May be called by any thread, and breaks the query off. */
        @Override
        void close();
    }

    /** Begins to answer; it may wait for another query. Close the answer in any case. */
    public Result<SqlDownload> ask(Caller caller, SqlQuery query) {
        return Access.READ.check(caller).then(allowed -> {
            Duration wait = query.fresh() ? engine.atMost(query.timeout()) : Duration.ZERO;
            LiveRights rights = api.live(allowed, Permission.REPLAY, null);
            Supplier<Optional<Failure>> ended = rights == null ? Optional::empty : rights::ended;
            return SqlView.of(api, projections, allowed, wait, ended)
                    .then(view -> engine.ask(
                                    new SqlRequest(
                                            query.sql(),
                                            query.args(),
                                            SqlFormat.valueOf(query.form().name()),
                                            query.timeout(),
                                            query.maxRows()),
                                    view)
                            .map(answer -> Answered.of(answer, ended, api.reads())));
        });
    }

    /** Ends with the right to what it tells. */
    private record Answered(SqlAnswer answer, OpenReads.Guard guard, OpenReads reads) implements SqlDownload {

        static Answered of(SqlAnswer answer, Supplier<Optional<Failure>> ended, OpenReads reads) {
            OpenReads.Guard guard = new OpenReads.Guard(ended, answer::close);
            reads.guard(guard);
            return new Answered(answer, guard, reads);
        }

        @Override
        public long upTo() {
            return answer.upTo();
        }

        @Override
        public Result<Optional<byte[]>> next() {
            Result<Optional<byte[]>> next = answer.next();
            return guard.ended()
                    .get()
                    .<Result<Optional<byte[]>>>map(Result::err)
                    .orElse(next);
        }

        @Override
        public void close() {
            reads.unguard(guard);
            answer.close();
        }
    }
}
