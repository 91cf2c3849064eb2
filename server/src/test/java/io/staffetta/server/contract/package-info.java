/** Which test keeps which promise of the contract. */
package io.staffetta.server.contract;
