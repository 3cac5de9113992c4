// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import java.net.URI;

/** Makes connections over one protocol; found by {@link java.util.ServiceLoader}. */
public interface ConnectionProvider {

    /** Whether addresses of this scheme, in lower case, are its own. */
    boolean speaks(String scheme);

    /** See {@link PhotonClients#connect(URI, PhotonOptions)}. */
    PhotonConnection connect(URI address, PhotonOptions options);
}
