/**
 * A small made-up shop API over real HTTP, for the first start without any service of one's own. Entry: {@link
 * org.restconnector.demo.DemoApi}. It knows nothing of pulls and flows; only {@code json} lies below it.
 */
package org.restconnector.demo;
