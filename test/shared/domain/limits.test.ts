import {
  changeMails,
  DAY_MS,
  knownPlace,
  type Limit,
  limits,
  pairLimits,
  passwordLimits,
} from '../../../shared/domain/limits';

const shown = ({ subject, attempts, strangersOnly }: Limit): string =>
  `${attempts} ${subject}${strangersOnly ? ' (strangers)' : ''}`;

describe('what is counted, and how often it may be tried', () => {
  it('a password', () => {
    expect(passwordLimits('acme', '203.0.113.7').map(shown)).toEqual([
      '10 log-in/pair/acme/203.0.113.7',
      '100 log-in/address/203.0.113.7',
      '100 log-in/username/acme (strangers)',
    ]);
  });

  it('a pair of numbers, by whoever is signed in', () => {
    expect(pairLimits('1234567890123456', '203.0.113.7', 'acct_1').map(shown)).toEqual([
      '50 pair/address/203.0.113.7',
      '20 pair/account/acct_1',
      '30 pair/cloud-account/1234567890123456 (strangers)',
    ]);
  });

  it('a pair of numbers, by whoever registers', () => {
    expect(pairLimits('1234567890123456', '203.0.113.7', undefined).map(shown)).toEqual([
      '50 pair/address/203.0.113.7',
      '30 pair/cloud-account/1234567890123456 (strangers)',
    ]);
  });

  it('mails of changed settlements, to each account by itself and a day', () => {
    expect(limits.changeMailsPerAccountAndDay).toBe(100);
    expect(DAY_MS).toBe(86_400_000);
    expect(changeMails('acct_1')).not.toBe(changeMails('acct_2'));
  });
});

it('a known place is of one username in one place, and no count of attempts', () => {
  const subjects = [...passwordLimits('acme', 'here'), ...passwordLimits('acme', 'there')].map(
    ({ subject }) => subject,
  );
  const known = [knownPlace('acme', 'here'), knownPlace('acme', 'there'), knownPlace('other', 'here')];
  expect(new Set([...subjects, ...known]).size).toBe(new Set(subjects).size + known.length);
});
