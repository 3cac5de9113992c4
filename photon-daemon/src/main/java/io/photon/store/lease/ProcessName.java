// SPDX-License-Identifier: Apache-2.0
package io.photon.store.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * What a process that may write is called in a lease that others read: a name that no other has, and where clients reach it, if
 * that is known. Pure, but for the name of this machine.
 */
public final class ProcessName {

    private ProcessName() {}

    /** A new one for this process. @param address a URL; empty when it is not known */
    public static String of(String address) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        String name = host + ":" + ProcessHandle.current().pid() + ":" + UUID.randomUUID();
        return address.isEmpty() ? name : name + " " + address;
    }

    /** Where clients reach the process of a name; empty when it does not say so. */
    public static String address(String name) {
        int space = name.indexOf(' ');
        return space < 0 ? "" : name.substring(space + 1);
    }
}
