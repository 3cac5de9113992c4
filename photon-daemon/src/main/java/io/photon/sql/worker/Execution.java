// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import io.photon.sql.wire.FrameType;
import io.photon.sql.wire.WireQuestion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.h2.command.CommandContainer;
import org.h2.command.CommandInterface;
import org.h2.message.DbException;

/** One question: parsed, run, and answered. For one thread. */
final class Execution {

    private static final List<Integer> QUERIES = List.of(
            CommandInterface.SELECT, CommandInterface.CALL, CommandInterface.EXPLAIN, CommandInterface.EXPLAIN_ANALYZE);

    private static final String READS_ONLY =
            "SQL only reads here: one SELECT, WITH, VALUES, TABLE, CALL or EXPLAIN. To store events: photon emit";

    /** More projections than a query can name. */
    private static final int MOST_PROJECTIONS = 100;

    private final Tables tables;
    private final DaemonLink daemon;
    private final WireQuestion question;
    private final StatementPlaces place;
    private boolean prepared;

    Execution(Tables tables, DaemonLink daemon, WireQuestion question) {
        this.tables = tables;
        this.daemon = daemon;
        this.question = question;
        this.place = new StatementPlaces(question.sql());
    }

    /** Answers in any case, unless memory runs out: then this process ends. */
    void run() {
        Optional<Failure> failure;
        try {
            failure = answer();
        } catch (StackOverflowError e) {
            failure = Optional.of(Failure.of(
                    Failure.Kind.TOO_LARGE, "the statement is nested too deeply", "write it with fewer parentheses"));
        } catch (VirtualMachineError e) {
            Runtime.getRuntime().halt(SqlWorker.OUT_OF_MEMORY);
            return;
        } finally {
            tables.forgetProjections();
            tables.show(QuerySnapshot.none(daemon));
        }
        if (failure.isEmpty()) {
            daemon.send(FrameType.DONE, new byte[0]);
        } else {
            daemon.send(FrameType.FAILED, FailureJson.bytes(failure.get()));
        }
    }

    /** Why there is no answer, or no more of it. */
    private Optional<Failure> answer() {
        tables.show(new QuerySnapshot(daemon, question.head(), question.events()));
        try (Connection connection = tables.reader(question.timeoutMs())) {
            Optional<Failure> refused = refusal(connection);
            prepared = true;
            if (refused.isEmpty()) {
                rows(connection);
            }
            return refused;
        } catch (SQLException | RuntimeException e) {
            return Optional.of(new SqlErrors(tables, place, question.timeoutMs()).failure(e, prepared));
        }
    }

    /** Why H2's own parser does not call it one query; empty when it does. Brings the projections that it names. */
    private Optional<Failure> refusal(Connection connection) throws SQLException {
        for (int i = 0; i < MOST_PROJECTIONS; i++) {
            try {
                CommandInterface command = Tables.session(connection).prepareCommand(question.sql());
                boolean query = command instanceof CommandContainer one
                        && one.isQuery()
                        && one.isReadOnly()
                        && QUERIES.contains(one.getCommandType());
                return query ? Optional.empty() : Optional.of(refused(command instanceof CommandContainer));
            } catch (DbException e) {
                String missing = SqlErrors.missingTable(e.getSQLException());
                if (missing == null || !tables.bring(missing)) {
                    throw e;
                }
            }
        }
        return Optional.of(Failure.of(
                Failure.Kind.TOO_LARGE,
                "the query names more than " + MOST_PROJECTIONS + " projections",
                "name fewer"));
    }

    private static Failure refused(boolean one) {
        return Failure.of(
                Failure.Kind.BAD_INPUT,
                one ? "that is not a query" : "these are several statements",
                one ? READS_ONLY : "send them one by one");
    }

    private void rows(Connection connection) throws SQLException {
        long startedNanos = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(question.sql())) {
            statement.setMaxRows(question.maxRows() + 1);
            for (int i = 0; i < question.args().size(); i++) {
                statement.setString(i + 1, question.args().get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                RowWriter writer = new RowWriter(question.format(), rows.getMetaData(), daemon);
                long count = 0;
                boolean more = rows.next();
                while (more && count < question.maxRows()) {
                    writer.row(rows);
                    count++;
                    more = rows.next();
                }
                writer.end(count, more, tables.snapshot(), (System.nanoTime() - startedNanos) / 1_000_000);
            }
        }
    }
}
