import { type Report, scoreOf } from './score';

type Status = Report['files'][string]['mutants'][number]['status'];

const file = (...statuses: Status[]) => ({ mutants: statuses.map((status) => ({ status })) });

describe('the mutation score', () => {
  // biome-ignore format: one case a line
  it.each<[statuses: Status[], score: number]>([
    [['Killed'],                                          100   ],
    [['Survived'],                                          0   ],
    [['Killed', 'Survived'],                               50   ],
    [['Killed', 'NoCoverage'],                             50   ],
    [['Timeout', 'Survived'],                              50   ],
    [['Killed', 'RuntimeError', 'CompileError'],          100   ],
    [['Killed', 'Ignored'],                               100   ],
    [['Killed', 'Killed', 'Survived'],                     66.66],
    [[],                                                    0   ],
    [['RuntimeError'],                                      0   ],
  ])('of %j is %d', (statuses, score) => {
    expect(scoreOf({ files: { 'shared/domain/mail.ts': file(...statuses) } }).overall.score).toBe(score);
  });

  it('is told overall and by folder', () => {
    const { overall, perFolder } = scoreOf({
      files: {
        'shared/triggers/log.ts': file('Killed', 'RuntimeError'),
        'shared/domain/mail.ts': file('Killed', 'Survived'),
        'shared/domain/views.ts': file('Timeout', 'NoCoverage'),
      },
    });
    expect(overall).toEqual({
      score: 60,
      mutants: 6,
      killed: 2,
      timeouts: 1,
      survived: 1,
      noCoverage: 1,
      errors: 1,
    });
    expect(Object.entries(perFolder).map(([folder, { score }]) => [folder, score])).toEqual([
      ['shared/domain', 50],
      ['shared/triggers', 100],
    ]);
  });
});
