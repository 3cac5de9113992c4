// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.netty.handler.ssl.NotSslRecordException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A node was reached and does not let this Photon in, or must not be trusted: trying again changes nothing. */
final class LoginRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    /** What Riak says of its own security, and to what. */
    private static final String SECURITY_IS_OFF = "Security not enabled";

    private static final String SECURITY_IS_ON = "Security is enabled";
    private static final String WRONG_PASSWORD = "Authentication failed";
    private static final String NO_RIGHT = "Permission denied";

    private LoginRefusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What Riak answered to a login. */
    static LoginRefusal of(RiakOptions options, String text) {
        String riak = "Riak at " + options.shown();
        if (text.startsWith(SECURITY_IS_OFF)) {
            return new LoginRefusal(
                    riak + " knows no users, as its security is off; leave riak.user out, or switch it on there:"
                            + " riak-admin security enable",
                    null);
        }
        if (text.startsWith(WRONG_PASSWORD)) {
            return new LoginRefusal(
                    riak + " does not know user '" + options.login()
                            + "' with this password from this machine; see riak.user and riak.password-file, and"
                            + " riak-admin security print-sources",
                    null);
        }
        return new LoginRefusal(riak + " does not let user '" + options.login() + "' in: " + text, null);
    }

    /** What TLS says; null when it is something else, as a connection that broke or took too long. */
    static @Nullable LoginRefusal ofTls(RiakOptions options, Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            // Of Netty's own only this one will be the same the next time.
            if (cause.getClass().getPackage() == SSLException.class.getPackage()
                    || cause instanceof NotSslRecordException) {
                Throwable last = cause;
                while (last.getCause() != null) {
                    last = last.getCause();
                }
                return new LoginRefusal(
                        "Riak at " + options.shown() + " is not trusted: " + last.getMessage()
                                + "; see riak.tls.ca-file and riak.tls.check-host",
                        error);
            }
        }
        return null;
    }

    /**
     * What an answer to a request means that Riak did not look at, for who asked.
     *
     * @return null when it is about something else
     */
    static @Nullable LoginRefusal ofRequest(RiakOptions options, String text) {
        String riak = "Riak at " + options.shown();
        if (text.startsWith(SECURITY_IS_ON)) {
            return new LoginRefusal(
                    riak + " asks for a user and a password; set riak.user and riak.password-file", null);
        }
        if (text.startsWith(NO_RIGHT)) {
            return new LoginRefusal(
                    riak + " does not let user '" + options.login() + "' do what a store needs (" + text
                            + "); grant it there: riak-admin security grant"
                            + " riak_core.get_bucket,riak_kv.get,riak_kv.put,riak_kv.delete on " + options.bucketType()
                            + " " + options.bucket() + " to " + options.login(),
                    null);
        }
        return null;
    }

    /** What is wrong, and what to do. */
    String text() {
        return String.valueOf(getMessage());
    }
}
