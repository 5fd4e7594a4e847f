// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

/** A worker refused a request, or a connector is not as it should be; the message says what the worker said. */
public final class ConnectRestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConnectRestException(String message) {
        super(message);
    }
}
