/**
 * Edits of route files while they run: {@link org.restconnector.reload.Reload} sees, checks and applies them. It knows
 * nothing of pulls and flows but their names.
 */
package org.restconnector.reload;
