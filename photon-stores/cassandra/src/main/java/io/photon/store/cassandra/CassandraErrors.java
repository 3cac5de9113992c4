// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an error of the driver or of the cluster means. Pure. */
final class CassandraErrors {

    private CassandraErrors() {}

    /** No node could be used at the start. FAILED when none is there, which may be otherwise in a moment. */
    static StoreException notConnected(CassandraOptions options, AllNodesFailedException e) {
        for (List<Throwable> errors : e.getAllErrors().values()) {
            for (Throwable error : errors) {
                if (error instanceof AuthenticationException) {
                    return new StoreException(
                            Kind.REFUSED,
                            options.user() == null
                                    ? "Cassandra at " + options.shown() + " asks for a user and a password; set"
                                            + " cassandra.user and cassandra.password-file"
                                    : "Cassandra at " + options.shown() + " does not know user '" + options.user()
                                            + "' with this password; see cassandra.user and cassandra.password-file",
                            e);
                }
                if (ofTls(error) != null) {
                    return new StoreException(
                            Kind.REFUSED,
                            "Cassandra at " + options.shown() + " is not trusted: " + ofTls(error)
                                    + "; see cassandra.tls.ca-file and cassandra.tls.check-host",
                            e);
                }
            }
        }
        return new StoreException(
                Kind.FAILED, "Cassandra at " + options.shown() + " cannot be reached: " + reason(e), e);
    }

    /** What TLS says is wrong; null when it is something else. */
    private static @Nullable String ofTls(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                Throwable last = cause;
                while (last.getCause() != null) {
                    last = last.getCause();
                }
                return last.getMessage();
            }
        }
        return null;
    }

    /** Of what was not done, or may be done again. */
    static StoreException notDone(CassandraOptions options, DriverException e) {
        if (e instanceof UnauthorizedException) {
            return new StoreException(
                    Kind.REFUSED,
                    "Cassandra at " + options.shown() + " does not let user '" + options.user()
                            + "' do what a store needs: " + e.getMessage(),
                    e);
        }
        if (e instanceof InvalidQueryException) {
            return new StoreException(
                    Kind.REFUSED, "Cassandra at " + options.shown() + " refuses: " + e.getMessage(), e);
        }
        if (e instanceof QueryValidationException) {
            return new StoreException(
                    Kind.FAILED, "Cassandra at " + options.shown() + " refuses: " + e.getMessage(), e);
        }
        return new StoreException(Kind.REFUSED, text(options, e), e);
    }

    /** For a message. */
    static String text(CassandraOptions options, DriverException e) {
        return e instanceof NoNodeAvailableException
                ? "Cassandra at " + options.shown() + " cannot be reached"
                : "Cassandra at " + options.shown() + " did not answer: " + reason(e);
    }

    private static String reason(DriverException e) {
        Throwable cause = e;
        if (e instanceof AllNodesFailedException all) {
            for (Map.Entry<?, List<Throwable>> entry : all.getAllErrors().entrySet()) {
                if (!entry.getValue().isEmpty()) {
                    cause = entry.getValue().get(0);
                    break;
                }
            }
        }
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
