// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoWriteConcernException;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;

/** What an error of the driver or of the server means. Pure. */
final class MongoErrors {

    /** Codes of the server. */
    private static final int UNAUTHORIZED = 13;

    private static final int AUTHENTICATION_FAILED = 18;

    private MongoErrors() {}

    /** Whether it says for certain that nothing was done: it was said before the server began. */
    static boolean isRefusal(MongoException e) {
        return e instanceof MongoSecurityException || isUnauthorized(e);
    }

    private static boolean isUnauthorized(MongoException e) {
        return e instanceof MongoCommandException && e.getCode() == UNAUTHORIZED;
    }

    /** Of what was not done, or may be done again. */
    static StoreException notDone(MongoOptions options, MongoException e) {
        if (e instanceof MongoSecurityException) {
            return new StoreException(Kind.REFUSED, notLetIn(options, (MongoSecurityException) e), e);
        }
        if (isUnauthorized(e)) {
            return new StoreException(
                    Kind.REFUSED,
                    "MongoDB at " + options.shown() + " does not let this user do what a store needs; grant the role"
                            + " readWrite on database '" + options.database() + "' (" + reason(e) + ")",
                    e);
        }
        return new StoreException(Kind.REFUSED, text(options, e), e);
    }

    private static String notLetIn(MongoOptions options, MongoSecurityException e) {
        Throwable cause = e.getCause();
        if (cause instanceof MongoCommandException refusal && refusal.getCode() != AUTHENTICATION_FAILED) {
            return "MongoDB at " + options.shown() + " does not let a user in: " + reason(refusal);
        }
        return "MongoDB at " + options.shown() + " does not know this user and password; see mongodb.user and"
                + " mongodb.password-file, or the URL in mongodb.host and its authSource";
    }

    /** For a message. */
    static String text(MongoOptions options, MongoException e) {
        return "MongoDB at " + options.shown() + " did not answer: " + reason(e);
    }

    /** The innermost reason, without the whole answer of the server. */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof MongoCommandException command) {
            return command.getErrorMessage();
        }
        if (cause instanceof MongoWriteConcernException unconfirmed) {
            return unconfirmed.getWriteConcernError().getMessage();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
