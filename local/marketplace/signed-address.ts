/** An address of the seller's with a signed call in its query; what stands in its query already is signed with it. */
import { type SpiParameters, signSpiCall } from '../../shared/triggers/marketplace-signature';

export const signedAddress = (address: string, call: SpiParameters, sellerKey: string): URL => {
  const url = new URL(address);
  const signed = { ...Object.fromEntries(url.searchParams), ...call };
  url.search = new URLSearchParams({ ...signed, token: signSpiCall(signed, sellerKey) }).toString();
  return url;
};
