// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.sluice.connect.commons.data;

import org.jspecify.annotations.NullMarked;
