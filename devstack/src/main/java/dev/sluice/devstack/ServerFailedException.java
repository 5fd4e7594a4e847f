// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

/** A server did not come up, or died. The message says why, where it can with the last lines of its log. */
public final class ServerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ServerFailedException(String message) {
        super(message);
    }

    ServerFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
