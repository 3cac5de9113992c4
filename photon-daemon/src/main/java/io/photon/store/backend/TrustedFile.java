// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import io.photon.client.Trust;
import io.photon.result.Result;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Whom a backend trusts with TLS. */
public final class TrustedFile {

    private TrustedFile() {}

    /**
     * For the connections of one store.
     *
     * @param key the setting that names the file, for messages
     * @param file PEM certificates to trust; null for those that Java trusts
     * @throws StoreException REFUSED when there are none in it
     */
    public static SSLContext context(String key, @Nullable Path file) throws StoreException {
        Result<SSLContext> context = Trust.context(key, file, false);
        if (context instanceof Result.Err<SSLContext> err) {
            String hint = err.failure().hint();
            throw new StoreException(Kind.REFUSED, err.failure().message() + (hint == null ? "" : "; " + hint));
        }
        return context.value();
    }
}
