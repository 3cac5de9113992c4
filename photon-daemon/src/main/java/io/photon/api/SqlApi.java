package io.photon.api;

import io.photon.result.Result;
import io.photon.sql.SqlAnswer;
import io.photon.sql.SqlEngine;
import io.photon.sql.SqlRequest;
import io.photon.sql.wire.Format;
import java.time.Duration;
import java.util.Optional;

/**
 * SQL on what is stored. Every caller that may read anything may ask; what a caller may not read is not in the tables. Thread-safe.
 */
public final class SqlApi {

    private final PhotonApi api;
    /** Null for a Photon without projections. */
    private final ProjectionApi projections;

    private final SqlEngine engine;

    /** @param projections null for a Photon without any */
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
            return SqlView.of(api, projections, allowed, wait)
                    .then(view -> engine.ask(
                                    new SqlRequest(
                                            query.sql(),
                                            query.args(),
                                            Format.valueOf(query.form().name()),
                                            query.timeout(),
                                            query.maxRows()),
                                    view)
                            .map(Answered::new));
        });
    }

    private record Answered(SqlAnswer answer) implements SqlDownload {

        @Override
        public long upTo() {
            return answer.upTo();
        }

        @Override
        public Result<Optional<byte[]>> next() {
            return answer.next();
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
