/** What Tablestore answers when it refuses: protobuf `Error{code = 1, message = 2}`, both texts shorter than 128 bytes. */
export const wireError = (code: string, message: string): Buffer => {
  const field = (tag: number, text: string) =>
    Buffer.concat([Buffer.from([tag, Buffer.byteLength(text)]), Buffer.from(text)]);
  return Buffer.concat([field(0x0a, code), field(0x12, message)]);
};
