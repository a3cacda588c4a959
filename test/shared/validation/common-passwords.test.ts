import { commonPasswords } from '../../../shared/validation/common-passwords';

const list = [...commonPasswords];

describe('the list of common passwords', () => {
  test('holds some hundreds at least', () => {
    expect(list.length).toBeGreaterThan(500);
  });

  test('is sorted, so that one is found and added where it belongs', () => {
    expect(list).toEqual([...list].sort());
  });

  test.each([
    ['in lower case', (each: string) => each !== each.toLowerCase()],
    ['normalised', (each: string) => each !== each.normalize('NFKC')],
    ['of at least 8 characters: shorter ones are too short anyway', (each: string) => [...each].length < 8],
  ])('each is %s', (_, isWrong) => {
    expect(list.filter(isWrong)).toEqual([]);
  });
});
