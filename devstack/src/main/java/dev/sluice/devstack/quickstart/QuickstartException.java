// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

/** The main job cannot go on; the message says why. */
final class QuickstartException extends RuntimeException {
    QuickstartException(String message) {
        super(message);
    }
}
